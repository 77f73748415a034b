package mailctl.audience;

import static java.util.Objects.requireNonNull;
import static mailctl.database.schema.Tables.EVENT;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.DatabaseLocation;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.EventRecord;
import org.jooq.Condition;
import org.jooq.JSONB;

public final class EventStore {
  private final DatabaseLocation location;

  public EventStore(DatabaseLocation location) {
    this.location = requireNonNull(location, "location is null");
  }

  public Optional<Event> find(Tx tx, EventId id) {
    return tx.dsl()
        .selectFrom(EVENT)
        .where(EVENT.ID.eq(id.value()))
        .fetchOptional(EventStore::event);
  }

  public Optional<Event> findBySlug(Tx tx, String slug) {
    return tx.dsl().selectFrom(EVENT).where(EVENT.SLUG.eq(slug)).fetchOptional(EventStore::event);
  }

  /// @throws Refusal (NOT_FOUND) when there is none
  public Event require(Tx tx, EventId id) {
    return find(tx, id).orElseThrow(() -> missing(id.toString()));
  }

  /// By id, or else by slug, as a person names it.
  ///
  /// @throws Refusal (NOT_FOUND) when there is none
  public Event require(Tx tx, String idOrSlug) {
    return Ids.parse(idOrSlug)
        .flatMap(id -> find(tx, new EventId(id)))
        .or(() -> findBySlug(tx, idOrSlug))
        .orElseThrow(() -> missing(idOrSlug));
  }

  public List<Event> list(Tx tx, EventQuery query) {
    Condition condition = EVENT.ID.gt(query.after());
    if (query.organization().isPresent()) {
      condition = condition.and(EVENT.ORGANIZATION_ID.eq(query.organization().get().value()));
    }
    if (query.status().isPresent()) {
      condition = condition.and(EVENT.STATUS.eq(Words.word(query.status().get())));
    }
    return tx.dsl()
        .selectFrom(EVENT)
        .where(condition)
        .orderBy(EVENT.ID)
        .limit(query.limit())
        .fetch(EventStore::event);
  }

  /// Inserts the event, or brings the one with its slug in line. An event stays with its
  /// organization.
  ///
  /// @throws Refusal (CONFLICT) when another organization has an event of that slug
  public Saved<EventId> save(Tx tx, EventValues values) {
    Optional<EventRecord> found =
        tx.dsl()
            .selectFrom(EVENT)
            .where(EVENT.SLUG.eq(values.slug()))
            .forNoKeyUpdate()
            .fetchOptional();
    if (found.isPresent() && found.get().getOrganizationId() != values.organization().value()) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "event '" + values.slug() + "' belongs to another organization",
          "choose another slug");
    }
    EventRecord row = found.orElseGet(() -> tx.dsl().newRecord(EVENT));
    return write(row, values, found.isPresent());
  }

  /// Changes the given fields alone: `title`, `event_date`, `attributes.parking`, …; an empty text
  /// clears one.
  ///
  /// @throws Refusal (NOT_FOUND) when there is none; (USAGE) for an unknown field or a bad value
  public Saved<EventId> update(Tx tx, EventId id, Map<String, String> fields) {
    EventRecord row =
        tx.dsl()
            .selectFrom(EVENT)
            .where(EVENT.ID.eq(id.value()))
            .forNoKeyUpdate()
            .fetchOptional()
            .orElseThrow(() -> missing(id.toString()));
    return write(row, EventFields.apply(fields, EventValues.of(event(row))), true);
  }

  private static Saved<EventId> write(EventRecord row, EventValues values, boolean exists) {
    RowStore.set(row, EVENT.ORGANIZATION_ID, values.organization().value());
    RowStore.set(row, EVENT.SLUG, values.slug());
    RowStore.set(row, EVENT.TITLE, values.title());
    RowStore.set(row, EVENT.DESCRIPTION, values.description());
    RowStore.set(row, EVENT.STATUS, Words.word(values.status()));
    RowStore.set(row, EVENT.EVENT_DATE, values.eventDate().orElse(null));
    RowStore.set(row, EVENT.EVENT_END_DATE, values.eventEndDate().orElse(null));
    RowStore.set(row, EVENT.EVENT_TIME, values.eventTime());
    RowStore.set(row, EVENT.VENUE, values.venue());
    RowStore.set(row, EVENT.LOCATION, values.location());
    RowStore.set(row, EVENT.AGE_RESTRICTION, values.ageRestriction());
    RowStore.set(row, EVENT.APPLICATION_DEADLINE, values.applicationDeadline().orElse(null));
    RowStore.set(row, EVENT.PAYMENT_DEADLINE, values.paymentDeadline().orElse(null));
    JSONB before = exists ? row.getAttributes() : JSONB.valueOf("{}");
    RowStore.set(
        row,
        EVENT.ATTRIBUTES,
        JSONB.valueOf(Attributes.overlay(before.data(), values.attributes())));
    Saved.Outcome outcome = RowStore.store(row, EVENT.UPDATED_AT, exists);
    return new Saved<>(new EventId(row.getId()), outcome);
  }

  private Refusal missing(String name) {
    return new Refusal(
        Refusal.Kind.NOT_FOUND,
        "no event " + name + " in " + location.words(),
        "mailctl event list");
  }

  private static Event event(EventRecord row) {
    return new Event(
        new EventId(row.getId()),
        new OrganizationId(row.getOrganizationId()),
        row.getSlug(),
        row.getTitle(),
        row.getDescription(),
        Words.constant(EventStatus.class, row.getStatus()),
        Optional.ofNullable(row.getEventDate()),
        Optional.ofNullable(row.getEventEndDate()),
        row.getEventTime(),
        row.getVenue(),
        row.getLocation(),
        row.getAgeRestriction(),
        Optional.ofNullable(row.getApplicationDeadline()),
        Optional.ofNullable(row.getPaymentDeadline()),
        Attributes.read(row.getAttributes().data()),
        row.getCreatedAt());
  }
}
