package mailctl.support;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.ORGANIZATION;
import static mailctl.database.schema.Tables.REGISTRATION;

import java.time.LocalDate;
import mailctl.audience.EventId;
import mailctl.audience.OrganizationId;
import mailctl.audience.RegistrationId;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.RegistrationRecord;
import org.jooq.JSONB;

/// Organizations, events and registrations that are valid by default: a test states what matters.
public final class TestPeople {
  private TestPeople() {}

  public static OrganizationId organization(Tx tx, String slug) {
    return new OrganizationId(
        tx.dsl()
            .insertInto(ORGANIZATION)
            .set(ORGANIZATION.SLUG, slug)
            .set(ORGANIZATION.NAME, "The " + slug)
            .set(ORGANIZATION.EMAIL, "hello@" + slug + ".example")
            .set(ORGANIZATION.TIME_ZONE, "America/Los_Angeles")
            .returning(ORGANIZATION.ID)
            .fetchSingle(ORGANIZATION.ID));
  }

  public static EventId liveEvent(Tx tx, OrganizationId organization, String slug) {
    return new EventId(
        tx.dsl()
            .insertInto(EVENT)
            .set(EVENT.ORGANIZATION_ID, organization.value())
            .set(EVENT.SLUG, slug)
            .set(EVENT.TITLE, "The " + slug)
            .set(EVENT.STATUS, "live")
            .set(EVENT.EVENT_DATE, LocalDate.of(2026, 12, 5))
            .returning(EVENT.ID)
            .fetchSingle(EVENT.ID));
  }

  /// A live event of an organization of its own.
  public static EventId liveEvent(Tx tx) {
    return liveEvent(tx, organization(tx, "market"), "winter-market");
  }

  /// Approved, unpaid.
  public static RegistrationId registration(Tx tx, EventId event, String email) {
    return registration(tx, event, email, "approved", "Food", "unpaid", "{}");
  }

  public static RegistrationId registration(
      Tx tx,
      EventId event,
      String email,
      String status,
      String category,
      String paymentStatus,
      String attributes) {
    RegistrationRecord row = tx.dsl().newRecord(REGISTRATION);
    row.setEventId(event.value());
    row.setEmail(email);
    row.setName("Kim Doe");
    row.setStatus(status);
    row.setCategory(category);
    row.setPaymentStatus(paymentStatus);
    row.setAttributes(JSONB.valueOf(attributes));
    row.insert();
    return new RegistrationId(row.getId());
  }
}
