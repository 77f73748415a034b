package mailctl.audience;

import static java.util.Objects.requireNonNull;
import static mailctl.database.schema.Tables.REGISTRATION;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailctl.database.ArraySql;
import mailctl.database.DatabaseLocation;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.RegistrationRecord;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

public final class RegistrationStore {
  private static final Set<String> FIELDS =
      Stream.of(RegistrationColumn.values()).map(Words::word).collect(Collectors.toSet());

  private static final String FIND_ALL =
      """
      select id, event_id, email, name, business_name, phone, website, status, category,
        payment_status, registered_on, attributes
      from registration where id = any(?)
      """;

  private final DatabaseLocation location;

  public RegistrationStore(DatabaseLocation location) {
    this.location = requireNonNull(location, "location is null");
  }

  public Optional<Registration> find(Tx tx, RegistrationId id) {
    return tx.dsl()
        .selectFrom(REGISTRATION)
        .where(REGISTRATION.ID.eq(id.value()))
        .fetchOptional(RegistrationStore::registration);
  }

  public Optional<Registration> find(Tx tx, EventId event, String email) {
    return tx.dsl()
        .selectFrom(REGISTRATION)
        .where(REGISTRATION.EVENT_ID.eq(event.value()))
        .and(DSL.lower(REGISTRATION.EMAIL).eq(DSL.lower(DSL.val(email.strip()))))
        .fetchOptional(RegistrationStore::registration);
  }

  /// Those that exist, by id: what a batch of deliveries is rendered from.
  public Map<RegistrationId, Registration> findAll(Tx tx, Collection<RegistrationId> ids) {
    Map<RegistrationId, Registration> found = HashMap.newHashMap(ids.size());
    List<RegistrationId> wanted = List.copyOf(ids);
    ArraySql.query(
        tx,
        FIND_ALL,
        bind -> bind.longs(wanted, RegistrationId::value),
        row -> {
          Registration registration = registration(row);
          found.put(registration.id(), registration);
        });
    return found;
  }

  /// @throws Refusal (NOT_FOUND) when there is none
  public Registration require(Tx tx, RegistrationId id) {
    return find(tx, id).orElseThrow(() -> missing(id));
  }

  /// The first `limit` registrations of the event that `filter` selects with ids above `after` (0:
  /// from the start), whether or not they could be mailed.
  public List<Registration> list(
      Tx tx, EventId event, RecipientFilter filter, int limit, long after) {
    return tx.dsl()
        .selectFrom(REGISTRATION)
        .where(REGISTRATION.EVENT_ID.eq(event.value()))
        .and(AudienceStore.matches(filter))
        .and(REGISTRATION.ID.gt(after))
        .orderBy(REGISTRATION.ID)
        .limit(limit)
        .fetch(RegistrationStore::registration);
  }

  /// Changes the given fields alone: `status`, `email`, `attributes.size`, …; an empty text clears
  /// one.
  ///
  /// @throws Refusal (NOT_FOUND) when there is none; (USAGE) for an unknown field or a bad value;
  ///   (CONFLICT) when another registration of the event has the new address
  public Saved<RegistrationId> update(Tx tx, RegistrationId id, Map<String, String> fields) {
    RegistrationRecord row =
        tx.dsl()
            .selectFrom(REGISTRATION)
            .where(REGISTRATION.ID.eq(id.value()))
            .forNoKeyUpdate()
            .fetchOptional()
            .orElseThrow(() -> missing(id));
    FieldChanges changes = new FieldChanges(fields, FIELDS);
    for (RegistrationColumn column : RegistrationColumn.values()) {
      Optional<String> text =
          changes.value(
              Words.word(column), Optional.empty(), given -> Optional.of(column.read(given)));
      text.filter(given -> !given.isEmpty() || column.canBeEmpty())
          .ifPresent(given -> set(row, column, given));
    }
    changes.check();
    checkAddressIsFree(tx, row);
    RowStore.set(
        row,
        REGISTRATION.ATTRIBUTES,
        JSONB.valueOf(Attributes.overlay(row.getAttributes().data(), changes.attributes())));
    return new Saved<>(id, RowStore.store(row, REGISTRATION.UPDATED_AT, true));
  }

  private static void set(RegistrationRecord row, RegistrationColumn column, String text) {
    switch (column) {
      case EMAIL -> RowStore.set(row, REGISTRATION.EMAIL, text);
      case NAME -> RowStore.set(row, REGISTRATION.NAME, text);
      case BUSINESS_NAME -> RowStore.set(row, REGISTRATION.BUSINESS_NAME, text);
      case PHONE -> RowStore.set(row, REGISTRATION.PHONE, text);
      case WEBSITE -> RowStore.set(row, REGISTRATION.WEBSITE, text);
      case STATUS -> RowStore.set(row, REGISTRATION.STATUS, text);
      case CATEGORY -> RowStore.set(row, REGISTRATION.CATEGORY, text);
      case PAYMENT_STATUS -> RowStore.set(row, REGISTRATION.PAYMENT_STATUS, text);
      case REGISTERED_ON ->
          RowStore.set(row, REGISTRATION.REGISTERED_ON, FieldReader.date(text).orElse(null));
    }
  }

  private static void checkAddressIsFree(Tx tx, RegistrationRecord row) {
    tx.dsl()
        .select(REGISTRATION.ID)
        .from(REGISTRATION)
        .where(REGISTRATION.EVENT_ID.eq(row.getEventId()))
        .and(DSL.lower(REGISTRATION.EMAIL).eq(DSL.lower(DSL.val(row.getEmail()))))
        .and(REGISTRATION.ID.ne(row.getId()))
        .fetchOptional()
        .ifPresent(
            other -> {
              throw new Refusal(
                  Refusal.Kind.CONFLICT,
                  "registration " + other.value1() + " of the same event has that address");
            });
  }

  private Refusal missing(RegistrationId id) {
    return new Refusal(
        Refusal.Kind.NOT_FOUND,
        "no registration " + id + " in " + location.words(),
        "mailctl registration list");
  }

  private static Registration registration(RegistrationRecord row) {
    return new Registration(
        new RegistrationId(row.getId()),
        new EventId(row.getEventId()),
        row.getEmail(),
        row.getName(),
        row.getBusinessName(),
        row.getPhone(),
        row.getWebsite(),
        Words.constant(RegistrationStatus.class, row.getStatus()),
        row.getCategory(),
        Words.constant(PaymentStatus.class, row.getPaymentStatus()),
        Optional.ofNullable(row.getRegisteredOn()),
        Attributes.read(row.getAttributes().data()));
  }

  private static Registration registration(ResultSet row) throws SQLException {
    return new Registration(
        new RegistrationId(row.getLong(1)),
        new EventId(row.getLong(2)),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        Words.constant(RegistrationStatus.class, row.getString(8)),
        row.getString(9),
        Words.constant(PaymentStatus.class, row.getString(10)),
        Optional.ofNullable(row.getObject(11, LocalDate.class)),
        Attributes.read(row.getString(12)));
  }
}
