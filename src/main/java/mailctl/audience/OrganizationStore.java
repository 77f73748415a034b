package mailctl.audience;

import static java.util.Objects.requireNonNull;
import static mailctl.database.schema.Tables.ORGANIZATION;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mailctl.database.DatabaseLocation;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.OrganizationRecord;

public final class OrganizationStore {
  private final DatabaseLocation location;

  public OrganizationStore(DatabaseLocation location) {
    this.location = requireNonNull(location, "location is null");
  }

  public Optional<Organization> find(Tx tx, OrganizationId id) {
    return tx.dsl()
        .selectFrom(ORGANIZATION)
        .where(ORGANIZATION.ID.eq(id.value()))
        .fetchOptional(OrganizationStore::organization);
  }

  public Optional<Organization> findBySlug(Tx tx, String slug) {
    return tx.dsl()
        .selectFrom(ORGANIZATION)
        .where(ORGANIZATION.SLUG.eq(slug))
        .fetchOptional(OrganizationStore::organization);
  }

  /// @throws Refusal (NOT_FOUND) when there is none
  public Organization require(Tx tx, OrganizationId id) {
    return find(tx, id).orElseThrow(() -> missing(id.toString()));
  }

  /// By id, or else by slug, as a person names it.
  ///
  /// @throws Refusal (NOT_FOUND) when there is none
  public Organization require(Tx tx, String idOrSlug) {
    return Ids.parse(idOrSlug)
        .flatMap(id -> find(tx, new OrganizationId(id)))
        .or(() -> findBySlug(tx, idOrSlug))
        .orElseThrow(() -> missing(idOrSlug));
  }

  public List<Organization> list(Tx tx) {
    return tx.dsl()
        .selectFrom(ORGANIZATION)
        .orderBy(ORGANIZATION.ID)
        .fetch(OrganizationStore::organization);
  }

  /// Inserts the organization, or brings the one with its slug in line.
  public Saved<OrganizationId> save(Tx tx, OrganizationValues values) {
    Optional<OrganizationRecord> found =
        tx.dsl()
            .selectFrom(ORGANIZATION)
            .where(ORGANIZATION.SLUG.eq(values.slug()))
            .forNoKeyUpdate()
            .fetchOptional();
    OrganizationRecord row = found.orElseGet(() -> tx.dsl().newRecord(ORGANIZATION));
    RowStore.set(row, ORGANIZATION.SLUG, values.slug());
    RowStore.set(row, ORGANIZATION.NAME, values.name());
    RowStore.set(row, ORGANIZATION.EMAIL, values.email());
    RowStore.set(row, ORGANIZATION.REPLY_TO, values.replyTo().orElse(null));
    RowStore.set(row, ORGANIZATION.TIME_ZONE, values.zone().getId());
    values.hours().ifPresent(hours -> set(row, hours));
    Saved.Outcome outcome = RowStore.store(row, ORGANIZATION.UPDATED_AT, found.isPresent());
    return new Saved<>(new OrganizationId(row.getId()), outcome);
  }

  private static void set(OrganizationRecord row, SendingHours hours) {
    Optional<SendingHours.Quiet> quiet = hours.quiet();
    RowStore.set(row, ORGANIZATION.QUIET_FROM, quiet.map(SendingHours.Quiet::from).orElse(null));
    RowStore.set(row, ORGANIZATION.QUIET_UNTIL, quiet.map(SendingHours.Quiet::until).orElse(null));
    String[] days = hours.dayWords().toArray(String[]::new);
    if (!Arrays.equals(row.getSendDays(), days)) {
      row.setSendDays(days);
    }
  }

  /// PostgreSQL knows some that Java does not.
  private static ZoneId zone(OrganizationRecord row) {
    try {
      return ZoneId.of(row.getTimeZone());
    } catch (DateTimeException e) {
      throw new Refusal(
          Refusal.Kind.DATA,
          "organization %s has the time zone '%s', which does not exist"
              .formatted(row.getSlug(), row.getTimeZone()),
          "import it with one such as America/Chicago");
    }
  }

  private static SendingHours hours(OrganizationRecord row) {
    Optional<SendingHours.Quiet> quiet =
        Optional.ofNullable(row.getQuietFrom())
            .map(from -> new SendingHours.Quiet(from, row.getQuietUntil()));
    return new SendingHours(quiet, SendingHours.daysOf(List.of(row.getSendDays())));
  }

  private Refusal missing(String name) {
    return new Refusal(
        Refusal.Kind.NOT_FOUND, "no organization " + name + " in " + location.words());
  }

  private static Organization organization(OrganizationRecord row) {
    return new Organization(
        new OrganizationId(row.getId()),
        row.getSlug(),
        row.getName(),
        row.getEmail(),
        Optional.ofNullable(row.getReplyTo()),
        zone(row),
        hours(row));
  }
}
