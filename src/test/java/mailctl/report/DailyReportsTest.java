package mailctl.report;

import static mailctl.database.schema.Tables.DAILY_REPORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import mailctl.database.Refusal;
import mailctl.database.schema.tables.records.DailyReportRecord;
import mailctl.inspect.HealthReports;
import mailctl.inspect.RadarThresholds;
import mailctl.provider.MailRequest;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.LogCapture;
import mailctl.support.RecordingProvider;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DailyReportsTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final SubmissionOutcome AWAY =
      new SubmissionOutcome.Returned(ReturnCause.NOT_CONNECTED, "nobody answers", Optional.empty());

  @RegisterExtension final TestDatabase db = new TestDatabase();

  /// Half past eight in Halifax, in summer.
  private final SettableClock clock = SettableClock.at("2026-06-01T11:30:00Z");

  private final RecordingProvider provider = new RecordingProvider();
  private Optional<Refusal> objection = Optional.empty();

  @BeforeEach
  void setUp() {
    TestRows.in(db.database()).organization().insert();
  }

  @Test
  void it_goes_out_once_a_day_to_each_as_a_mail_of_its_own() {
    DailyReports reports = reports();
    assertThat(reports.nextAt()).contains(Instant.parse("2026-06-02T11:00:00Z"));

    reports.runOnce();
    reports.runOnce();
    clock.tick(DAY);
    reports.runOnce();

    assertThat(provider.requests()).hasSize(2);
    MailRequest request = provider.requests().getFirst();
    assertThat(request.subject()).isEqualTo("Mail, day to Mon 2026-06-01 08:00 ADT");
    assertThat(request.from().address()).isEqualTo("hello@org-1.example");
    assertThat(request.text()).contains("Nothing needs a person.");
    assertThat(request.html()).startsWith("<!doctype html>").doesNotContain("<svg", "http");
    assertThat(request.recipients())
        .extracting(each -> each.to().address())
        .containsExactly("ops@x.example", "kim@x.example");
    assertThat(request.recipients().getFirst().customArgs())
        .containsExactly(java.util.Map.entry("mailctl_ref", "00000000.1.1"));
    assertThat(states()).containsExactly("sent", "sent");
  }

  @Test
  void of_many_processes_at_the_same_moment_one_mails_it() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> all =
          IntStream.range(0, 8)
              .<Future<?>>mapToObj(_ -> threads.submit(reports()::runOnce))
              .toList();
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }

    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void one_that_was_not_sent_is_tried_again_and_the_log_says_why() {
    provider.answer(AWAY);
    try (LogCapture log = LogCapture.ofThisThread(DailyReports.class)) {
      reports().runOnce();
      assertThat(log.lines())
          .containsExactly(
              "WARN daily_report=2026-06-01 state=not_sent tries=1 next_try_s=300"
                  + " words=\"nobody answers\"");
    }
    assertThat(reports().nextAt()).contains(Instant.parse("2026-06-01T11:35:00Z"));
    reports().runOnce();
    assertThat(provider.requests()).hasSize(1);

    clock.tick(Duration.ofMinutes(5));
    provider.answer(_ -> provider.accept());
    reports().runOnce();
    reports().runOnce();

    assertThat(provider.requests()).hasSize(2);
    assertThat(row("2026-06-01").getTries()).isEqualTo(2);
    assertThat(states()).containsExactly("sent");
  }

  @Test
  void one_that_never_got_through_is_given_up_for_the_next_which_tells_of_it() {
    provider.answer(AWAY);
    reports().runOnce();
    clock.tick(DAY);
    provider.answer(_ -> provider.accept());

    reports().runOnce();

    assertThat(states()).containsExactly("given_up", "sent");
    assertThat(provider.requests().getLast().text())
        .contains("1 daily report of 2026-06-01 not sent (nobody answers)");
  }

  @Test
  void one_of_which_nobody_knows_is_not_repeated_and_the_next_tells_of_it() {
    provider.answer(new SubmissionOutcome.InDoubt("timed out"));
    reports().runOnce();
    clock.tick(Duration.ofHours(3));
    provider.answer(_ -> provider.accept());
    reports().runOnce();
    assertThat(provider.requests()).hasSize(1);
    assertThat(states()).containsExactly("in_doubt");

    clock.tick(DAY);
    reports().runOnce();

    assertThat(provider.requests().getLast().text())
        .contains("not sent (nobody knows whether it was sent: timed out)");
  }

  @Test
  void what_a_process_had_that_died_before_it_called_is_sent_by_another() {
    insert("claimed", clock.instant().minusSeconds(1));

    reports().runOnce();

    assertThat(provider.requests()).hasSize(1);
    assertThat(states()).containsExactly("sent");
  }

  @Test
  void what_a_process_had_that_died_while_it_called_is_in_doubt() {
    insert("calling", clock.instant().minusSeconds(1));

    reports().runOnce();

    assertThat(provider.requests()).isEmpty();
    assertThat(states()).containsExactly("in_doubt");
  }

  @Test
  void what_another_process_has_is_left_to_it() {
    insert("claimed", clock.instant().plusSeconds(10));

    reports().runOnce();

    assertThat(provider.requests()).isEmpty();
    assertThat(reports().nextAt()).contains(clock.instant().plusSeconds(10));
  }

  @Test
  void nothing_is_sent_while_the_database_is_fenced() {
    objection = Optional.of(new Refusal(Refusal.Kind.DENIED, "a copy", ""));
    reports().runOnce();
    assertThat(provider.requests()).isEmpty();
    assertThat(states()).isEmpty();

    objection = Optional.empty();
    reports().runOnce();
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void who_must_get_no_mail_gets_no_report_and_the_others_do() {
    TestRows.in(db.database()).suppression("ops@x.example").insert();

    reports().runOnce();

    assertThat(provider.recipients()).containsExactly("kim@x.example");
  }

  @Test
  void where_nobody_can_send_it_the_row_says_so_and_it_is_tried_again() {
    db.database().run(tx -> tx.dsl().execute("delete from organization"));

    reports().runOnce();

    assertThat(row("2026-06-01").getState()).isEqualTo("waiting");
    assertThat(row("2026-06-01").getWords())
        .isEqualTo("there is no organization that could send the report");
  }

  private DailyReports reports() {
    return new DailyReports(
        db.database(),
        clock,
        new HealthReports(db.database(), clock, new RadarThresholds(Duration.ofMinutes(15), DAY)),
        new ReportMail(db.database(), () -> provider, Optional.empty(), Optional.empty()),
        new DailyReports.Plan(
            LocalTime.of(8, 0), List.of("ops@x.example", "kim@x.example"), Duration.ofSeconds(50)),
        () -> objection);
  }

  private void insert(String state, Instant leaseUntil) {
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .insertInto(DAILY_REPORT)
                    .set(DAILY_REPORT.DAY, LocalDate.of(2026, 6, 1))
                    .set(DAILY_REPORT.STATE, state)
                    .set(DAILY_REPORT.OWNER, java.util.UUID.randomUUID())
                    .set(DAILY_REPORT.LEASE_UNTIL, leaseUntil)
                    .set(DAILY_REPORT.CHANGED_AT, clock.instant())
                    .execute());
  }

  private DailyReportRecord row(String day) {
    return db.database()
        .transaction(
            tx -> tx.dsl().fetchSingle(DAILY_REPORT, DAILY_REPORT.DAY.eq(LocalDate.parse(day))));
  }

  private List<String> states() {
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .select(DAILY_REPORT.STATE)
                    .from(DAILY_REPORT)
                    .orderBy(DAILY_REPORT.DAY)
                    .fetch(DAILY_REPORT.STATE));
  }
}
