package mailctl.inspect;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import mailctl.database.schema.tables.records.AttemptRecord;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class HealthReportsTest {
  private static final Instant SENT = TestRows.NOW;

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(SENT.plus(Duration.ofHours(2)));
  private TestRows rows;

  @BeforeEach
  void setUp() {
    rows = TestRows.in(db.database());
  }

  @Test
  void it_counts_deliveries_by_what_was_reported_in_the_time_and_in_each_hour() {
    long email = email("sent", "See you");
    AttemptRecord kim = sentTo(email, "kim@a.example", SENT);
    event(kim, "deferred", SENT.plusSeconds(60));
    event(kim, "deferred", SENT.plusSeconds(120));
    event(kim, "delivered", SENT.plusSeconds(3700));
    event(kim, "opened", SENT.plusSeconds(3800));
    AttemptRecord lee = sentTo(email, "lee@b.example", SENT);
    rows.providerEvent(lee, "blocked")
        .with(PROVIDER_EVENT.OCCURRED_AT, SENT.plusSeconds(90))
        .with(PROVIDER_EVENT.CLASS, "reputation")
        .insert();
    event(lee, "group_unsubscribed", SENT.plusSeconds(100));
    rows.providerEvent(lee, "opened")
        .with(PROVIDER_EVENT.OCCURRED_AT, SENT.plusSeconds(110))
        .with(PROVIDER_EVENT.MACHINE, true)
        .insert();
    AttemptRecord before = sentTo(email, "old@a.example", SENT.minus(Duration.ofDays(1)));
    event(before, "delivered", SENT.minus(Duration.ofDays(1)));
    event(before, "spam_reported", SENT.minus(Duration.ofDays(3)));

    HealthReport report = day(Optional.empty());

    assertThat(report.now().accepted()).isEqualTo(2);
    assertThat(report.now().events())
        .containsOnly(
            java.util.Map.entry("deferred", 1L),
            java.util.Map.entry("delivered", 1L),
            java.util.Map.entry("opened", 1L),
            java.util.Map.entry("blocked", 1L),
            java.util.Map.entry("unsubscribed", 1L));
    assertThat(report.before().orElseThrow().accepted()).isEqualTo(1);
    assertThat(report.before().orElseThrow().events()).containsOnlyKeys("delivered");
    assertThat(report.parts()).hasSize(24);
    assertThat(report.parts().get(22).flow().accepted()).isEqualTo(2);
    assertThat(report.parts().get(22).flow().of("delivered")).isZero();
    assertThat(report.parts().get(23).flow().of("delivered")).isEqualTo(1);
    assertThat(report.causes()).containsExactly(new HealthReport.Cause("blocked", "reputation", 1));
    assertThat(report.domains())
        .containsExactly(
            new HealthReport.Domain("a.example", 1, 0, Optional.empty()),
            new HealthReport.Domain("b.example", 0, 1, Optional.empty()));
  }

  @Test
  void retries_are_counted_among_what_was_accepted() {
    long email = email("sent", "See you");
    AttemptRecord first = sentTo(email, "kim@a.example", SENT.minus(Duration.ofHours(5)));
    long submission = submission(email, SENT, "accepted");
    rows.attempt(first.getDeliveryId())
        .with(ATTEMPT.NUMBER, 2)
        .with(ATTEMPT.SUBMISSION_ID, submission)
        .insert();

    HealthReport.Flow now = day(Optional.empty()).now();

    assertThat(now.accepted()).isEqualTo(2);
    assertThat(now.retries()).isEqualTo(1);
  }

  @Test
  void what_waits_for_a_person_is_named_with_the_command_that_shows_it() {
    email("held", "Held one");
    rows.scheduledEmail()
        .with(SCHEDULED_EMAIL.NAME, "Late one")
        .with(SCHEDULED_EMAIL.DUE_AT, SENT)
        .insert();
    rows.scheduledEmail()
        .with(SCHEDULED_EMAIL.NAME, "Next one")
        .with(SCHEDULED_EMAIL.DUE_AT, SENT.plus(Duration.ofDays(2)))
        .insert();
    submission(email("sent", "Doubtful one"), SENT, "in_doubt");
    rows.parkedEvent().insert();
    rows.suppression("kim@a.example").with(SUPPRESSION.SUPPRESSED_AT, SENT).insert();
    db.database()
        .run(
            tx -> {
              tx.dsl()
                  .execute(
                      "insert into domain_pace values ('slow.example', '2026-06-01 15:00Z',"
                          + " 'volume')");
              tx.dsl()
                  .execute(
                      "insert into daily_report (day, state, owner, lease_until, words, changed_at)"
                          + " values ('2026-06-01', 'in_doubt', gen_random_uuid(), now(),"
                          + " 'timed out', now())");
            });

    HealthReport report = day(Optional.empty());

    assertThat(report.attention())
        .extracting(each -> each.count() + " " + each.what() + " | " + each.command())
        .containsExactly(
            "1 email late: is serve or sweep running? | mailctl schedule list --overdue",
            "1 email held for a person | mailctl schedule list --status held",
            "1 request in doubt | mailctl inspect doubts",
            "1 webhook post waiting to be processed: is serve running? | mailctl inspect inbox",
            "1 event parked | mailctl parked list",
            "1 daily report of 2026-06-01 not sent (timed out) | mailctl report --day");
    assertThat(report.standing().next())
        .extracting(HealthReport.Email::name)
        .containsExactly("Next one");
    assertThat(report.suppressions()).containsExactly(java.util.Map.entry("manual", 1L));
    assertThat(report.domains())
        .extracting(HealthReport.Domain::name)
        .containsExactly("slow.example");
  }

  @Test
  void of_an_event_it_counts_that_events_mail_alone() {
    long other = rows.event().insert().getId();
    long email = email("sent", "Ours");
    long others =
        rows.scheduledEmail()
            .with(SCHEDULED_EMAIL.EVENT_ID, other)
            .with(SCHEDULED_EMAIL.STATUS, "sent")
            .insert()
            .getId();
    event(sentTo(email, "kim@a.example", SENT), "delivered", SENT);
    event(sentTo(others, "lee@a.example", SENT), "bounced", SENT);
    rows.suppression("lee@a.example").with(SUPPRESSION.SUPPRESSED_AT, SENT).insert();
    rows.scheduledEmail()
        .with(SCHEDULED_EMAIL.EVENT_ID, other)
        .with(SCHEDULED_EMAIL.STATUS, "held")
        .insert();
    Inspector inspector = new Inspector(db.database(), clock);
    EventName name =
        db.database()
            .transaction(
                tx ->
                    tx.dsl()
                        .fetchSingle(
                            "select event_id from scheduled_email where id = "
                                + "(select min(id) from scheduled_email where name = 'Ours')")
                        .get(0, String.class))
            .transform(inspector::event);

    HealthReport report = day(Optional.of(name));

    assertThat(report.now().accepted()).isEqualTo(1);
    assertThat(report.now().events()).containsOnlyKeys("delivered");
    assertThat(report.suppressions()).isEmpty();
    assertThat(report.attention()).isEmpty();
  }

  @Test
  void a_time_before_of_which_the_history_was_forgotten_is_not_compared_with() {
    db.database()
        .run(tx -> tx.dsl().execute("update history_horizon set since = '2026-06-01 00:00Z'"));

    assertThat(day(Optional.empty()).before()).isEmpty();
  }

  private HealthReport day(Optional<EventName> event) {
    return new HealthReports(
            db.database(), clock, new RadarThresholds(Duration.ofDays(10), Duration.ofDays(10)))
        .of(
            ReportPeriod.endingAt(
                ReportPeriod.Kind.DAY, clock.instant(), ZoneId.of("America/Halifax")),
            event);
  }

  private long email(String status, String name) {
    return rows.scheduledEmail()
        .with(SCHEDULED_EMAIL.STATUS, status)
        .with(SCHEDULED_EMAIL.NAME, name)
        .insert()
        .getId();
  }

  private AttemptRecord sentTo(long email, String address, Instant at) {
    long delivery = rows.delivery(email, address, "sent").insert().getId();
    return rows.attempt(delivery)
        .with(ATTEMPT.SUBMISSION_ID, submission(email, at, "accepted"))
        .insert();
  }

  private long submission(long email, Instant at, String state) {
    return rows.submission()
        .with(SUBMISSION.SCHEDULED_EMAIL_ID, email)
        .with(SUBMISSION.STATE, state)
        .with(SUBMISSION.CLAIMED_AT, at)
        .insert()
        .getId();
  }

  private void event(AttemptRecord attempt, String type, Instant at) {
    rows.providerEvent(attempt, type).with(PROVIDER_EVENT.OCCURRED_AT, at).insert();
  }
}
