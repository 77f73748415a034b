package mailctl.campaign;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.ORGANIZATION;

import java.time.Instant;
import java.time.LocalDate;
import mailctl.audience.EventId;
import mailctl.audience.OrganizationId;
import mailctl.database.Tx;

/// Organizations and events, right by default.
final class TestEvents {
  static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");

  private TestEvents() {}

  static OrganizationId organization(Tx tx) {
    return organization(tx, "America/Chicago");
  }

  static OrganizationId organization(Tx tx, String zone) {
    return new OrganizationId(
        tx.dsl()
            .insertInto(ORGANIZATION)
            .set(ORGANIZATION.SLUG, "lakeside")
            .set(ORGANIZATION.NAME, "Lakeside Markets")
            .set(ORGANIZATION.EMAIL, "hello@lakeside.example.org")
            .set(ORGANIZATION.TIME_ZONE, zone)
            .returningResult(ORGANIZATION.ID)
            .fetchSingle()
            .value1());
  }

  /// Live, on June 15, 2026, with an application but no payment deadline.
  static EventId event(Tx tx, OrganizationId organization) {
    return new EventId(
        tx.dsl()
            .insertInto(EVENT)
            .set(EVENT.ORGANIZATION_ID, organization.value())
            .set(EVENT.SLUG, "summer-fair")
            .set(EVENT.TITLE, "Summer Fair")
            .set(EVENT.STATUS, "live")
            .set(EVENT.EVENT_DATE, LocalDate.of(2026, 6, 15))
            .set(EVENT.APPLICATION_DEADLINE, LocalDate.of(2026, 5, 1))
            .set(EVENT.CREATED_AT, CREATED)
            .returningResult(EVENT.ID)
            .fetchSingle()
            .value1());
  }
}
