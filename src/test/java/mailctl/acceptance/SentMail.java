package mailctl.acceptance;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.INSTALLATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.List;
import mailctl.database.Database;
import mailctl.support.TestRows;

/// An email that went out to many people a day ago, as if by mailctl, and of which nothing has come
/// back yet.
record SentMail(long email, List<Recipient> recipients) {
  /// @param reference what their provider events carry as `mailctl_ref`
  record Recipient(String email, String reference) {}

  static SentMail to(int people, Database database, Instant when) {
    TestRows rows = TestRows.in(database);
    long email =
        rows.scheduledEmail()
            .with(SCHEDULED_EMAIL.STATUS, "sent")
            .with(SCHEDULED_EMAIL.STARTED_AT, when)
            .with(SCHEDULED_EMAIL.PLANNED_AT, when)
            .with(SCHEDULED_EMAIL.FINISHED_AT, when)
            .insert()
            .getId();
    return database.transaction(
        tx -> {
          tx.dsl()
              .execute(
                  """
                  with person as (
                    insert into registration (event_id, email, name, status)
                    select (select event_id from scheduled_email where id = {0}),
                      'guest-' || n || '@example.org', 'Guest ' || n, 'approved'
                    from generate_series(1, {1}) n
                    returning id, email),
                  sent as (
                    insert into delivery (scheduled_email_id, registration_id, email, created_at,
                      status, status_at, attempts)
                    select {0}, id, email, {2}, 'sent', {2}, 1 from person
                    returning id, email),
                  request as (
                    insert into submission (scheduled_email_id, state, owner, lease_until,
                      recipients, message_id, claimed_at, called_at, settled_at)
                    values ({0}, 'accepted', gen_random_uuid(), {2}, 1000, 'message-1', {2}, {2},
                      {2})
                    returning id)
                  insert into attempt (delivery_id, number, submission_id, origin, email)
                  select sent.id, 1, request.id, 'plan', sent.email from sent, request
                  """,
                  val(email), val(people), val(when, SCHEDULED_EMAIL.DUE_AT));
          String installation =
              tx.dsl().select(INSTALLATION.ID).from(INSTALLATION).fetchSingle(INSTALLATION.ID);
          List<Recipient> recipients =
              tx.dsl()
                  .select(DELIVERY.ID, DELIVERY.EMAIL)
                  .from(DELIVERY)
                  .where(DELIVERY.SCHEDULED_EMAIL_ID.eq(email))
                  .orderBy(DELIVERY.ID)
                  .fetch(
                      row -> new Recipient(row.value2(), installation + "." + row.value1() + ".1"));
          return new SentMail(email, recipients);
        });
  }
}
