package mailctl.cli;

import static mailctl.database.schema.Tables.DAILY_REPORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import mailctl.app.Substitutes;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.CommandRun;
import mailctl.support.RecordingProvider;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class ReportCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;

  @Test
  void what_serve_sent_and_heard_is_in_every_form_of_it() throws Exception {
    try (ServeFixture fixture = new ServeFixture(db)) {
      fixture.dueEmailTo("kim@a.example", "hard-bounce@a.example");
      try (RunningMailctl _ = fixture.serve()) {
        await(() -> fixture.status("kim@a.example").equals("delivered"));
        await(() -> fixture.status("hard-bounce@a.example").equals("bounced"));
        CommandRun.Result mailed =
            CommandRun.on(db)
                .settings(fixture.settings())
                .run("report", "--mail-to", "ops@a.example");
        assertThat(mailed.exitCode()).as(mailed.toString()).isZero();
        await(() -> count("select coalesce(sum(events), 0) from ignored_event") >= 2);
      }
      assertThat(count("select count(*) from provider_event where email = 'ops@a.example'"))
          .isZero();
      SettableClock clock = new SettableClock(fixture.now().plus(Duration.ofHours(2)));
      CommandRun run = CommandRun.on(db).clock(clock);

      assertThat(run.run("report", "--day").stdout())
          .contains(
              "Nothing needs a person.", "accepted by SendGrid    2", "bounced                 1");
      assertThat(run.run("report", "--week", "--json").stdout())
          .contains("\"period\" : \"week\"", "\"accepted\" : 2", "\"bounced\" : 1")
          .contains("\"attention\" : [ ]");
      Path page = folder.resolve("report.html");
      CommandRun.Result written = run.run("report", "--html", page.toString());
      assertThat(written.stderr()).isEqualTo("wrote the report to " + page + "\n");
      assertThat(written.stdout()).isEmpty();
      assertThat(page).content().startsWith("<!doctype html>").contains("<svg", ">bounced</td>");
      assertThat(run.run("report", "--html", "-").stdout()).isEqualTo(Files.readString(page));
      assertThat(run.run("report", "--event", "none-such").exitCode()).isEqualTo(66);
    }
  }

  @Test
  void it_is_mailed_once_and_written_down_and_counts_nowhere() {
    TestRows.in(db.database()).organization().insert();
    RecordingProvider provider = new RecordingProvider();
    CommandRun run = CommandRun.on(db).provider(provider);

    CommandRun.Result dry = run.run("report", "--mail-to", "ops@a.example", "--dry-run");
    assertThat(dry.stderr()).startsWith("dry run: nothing was sent; would send the report to ops@");
    assertThat(provider.requests()).isEmpty();
    CommandRun.Result mailed = run.run("report", "--mail-to", "ops@a.example", "kim@a.example");

    assertThat(mailed)
        .isEqualTo(
            new CommandRun.Result(
                0,
                "",
                "sent the report to ops@a.example, kim@a.example, from hello@org-1.example\n"));
    assertThat(provider.requests()).hasSize(1);
    assertThat(provider.recipients()).containsExactly("ops@a.example", "kim@a.example");
    assertThat(CommandRun.on(db).run("report").exitCode()).isZero();
    assertThat(CommandRun.on(db).run("audit", "--json").stdout())
        .containsOnlyOnce("\"command\" : \"report\"");
  }

  @Test
  void what_came_of_mailing_it_is_said() {
    TestRows.in(db.database()).organization().insert();
    RecordingProvider provider = new RecordingProvider();
    CommandRun run = CommandRun.on(db).provider(provider);

    provider.answer(new SubmissionOutcome.InDoubt("timed out"));
    CommandRun.Result doubt = run.run("report", "--mail-to", "ops@a.example");
    assertThat(doubt.exitCode()).isEqualTo(75);
    assertThat(doubt.stderr())
        .startsWith("mailctl: nobody knows whether the report was sent: timed out\n");

    provider.answer(new SubmissionOutcome.Rejected("no such sender", Map.of()));
    assertThat(run.run("report", "--mail-to", "ops@a.example").exitCode()).isEqualTo(1);
    provider.answer(
        new SubmissionOutcome.Returned(ReturnCause.UNAUTHORIZED, "bad key", Optional.empty()));
    assertThat(run.run("report", "--mail-to", "ops@a.example").exitCode()).isEqualTo(77);
    TestRows.in(db.database()).suppression("ops@a.example").insert();
    assertThat(run.run("report", "--mail-to", "OPS@a.example").stderr())
        .startsWith("mailctl: ops@a.example is suppressed: it is sent no report either\n");
  }

  @Test
  void bad_input_is_one_sentence_and_nothing_is_sent_or_written() {
    assertUsage("--day and --week exclude each other", "--day", "--week");
    assertUsage("--html - and --json exclude each other", "--html", "-", "--json");
    assertUsage("--from needs --mail-to", "--from", "a@b.example");
    assertUsage("'nobody' is not an email address", "--mail-to", "nobody");
    assertThat(CommandRun.on(db).run("report", "--html", "/dev/full"))
        .isEqualTo(
            new CommandRun.Result(
                1,
                "",
                """
                mailctl: cannot write /dev/full: No space left on device
                Try: another file
                """));
    assertThat(CommandRun.on(db).run("report", "--html", folder + "/none/r.html").stderr())
        .contains("cannot write " + folder + "/none/r.html: there is no such folder\n");
  }

  @Test
  void two_daemons_mail_the_report_of_each_day_once_also_after_a_restart() {
    try (ServeFixture fixture = new ServeFixture(db)) {
      TestRows.in(db.database()).organization().insert();
      ZoneId zone = ZoneId.of("America/Halifax");
      LocalDate day = fixture.now().atZone(zone).toLocalDate();
      SettableClock clock = new SettableClock(day.atTime(8, 30).atZone(zone).toInstant());
      Map<String, String> settings = fixture.settings();
      settings.put("report.daily-at", "08:00");
      settings.put("report.mail-to", "ops@a.example");

      for (int days = 1; days <= 2; days++) {
        int expected = days;
        try (RunningMailctl first = serve(clock, settings);
            RunningMailctl second = serve(clock, settings)) {
          await(() -> sent(day.plusDays(expected - 1)));
          assertThat(first.stop()).isZero();
          assertThat(second.stop()).isZero();
        }
        clock.set(day.plusDays(1).atTime(8, 0).atZone(zone).toInstant());
      }

      assertThat(fixture.sandbox.mailbox().messages())
          .hasSize(2)
          .allSatisfy(message -> assertThat(message.to()).isEqualTo("ops@a.example"))
          .extracting(message -> message.subject())
          .doesNotHaveDuplicates();
    }
  }

  private long count(String sql) {
    return db.database().transaction(tx -> tx.dsl().fetchSingle(sql).get(0, Long.class));
  }

  private boolean sent(LocalDate day) {
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .fetchExists(
                        DAILY_REPORT, DAILY_REPORT.DAY.eq(day).and(DAILY_REPORT.STATE.eq("sent"))));
  }

  private static RunningMailctl serve(SettableClock clock, Map<String, String> settings) {
    RunningMailctl serve =
        RunningMailctl.start(Substitutes.none().withClock(clock), settings, "serve");
    serve.port("webhook posts");
    return serve;
  }

  private void assertUsage(String sentence, String... args) {
    String[] all =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("report"), java.util.stream.Stream.of(args))
            .toArray(String[]::new);
    CommandRun.Result result = CommandRun.on(db).run(all);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
    assertThat(result.stderr()).contains(sentence);
    assertThat(result.stdout()).isEmpty();
  }

  private static void await(BooleanSupplier condition) {
    assertThat(Patience.until(RunningMailctl.PATIENCE, condition)).isTrue();
  }
}
