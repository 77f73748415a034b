package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import mailctl.support.CommandRun;
import mailctl.support.RecordingProvider;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ReportCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  @Test
  void it_counts_what_happened_in_the_time_in_every_form_and_by_mail() {
    try (ServeFixture fixture = new ServeFixture(db)) {
      fixture.dueEmailTo("kim@a.example", "hard-bounce@a.example");
      try (RunningMailctl _ = fixture.serve()) {
        await(() -> fixture.status("kim@a.example").equals("delivered"));
        await(() -> fixture.status("hard-bounce@a.example").equals("bounced"));
      }
      SettableClock clock = new SettableClock(fixture.now().plus(Duration.ofHours(2)));
      Map<String, String> settings = fixture.settings();

      String text = run(settings, clock, "report", "--day").stdout();
      assertThat(text)
          .contains("accepted by SendGrid\t2\t0", "delivered\t1\t0", "bounced\t1\t0")
          .contains("nothing waits for a person");
      assertThat(run(settings, clock, "report", "--week", "--json").stdout())
          .contains("\"accepted\" : 2", "\"attention\" : [ ]");
      assertThat(run(settings, clock, "report", "--html").stdout())
          .startsWith("<!doctype html>")
          .contains("<td>bounced</td>", "Nothing waits for a person.")
          .doesNotContain("<script", "<img", "http");
      assertThat(run(settings, clock, "report", "--event", "none-such").exitCode()).isEqualTo(66);

      RecordingProvider provider = new RecordingProvider();
      CommandRun.Result mailed =
          CommandRun.on(db)
              .clock(clock)
              .provider(provider)
              .run("report", "--day", "--mail-to", "ops@a.example");
      assertThat(mailed.exitCode()).as(mailed.toString()).isZero();
      assertThat(provider.recipients()).containsExactly("ops@a.example");
    }
  }

  @Test
  void what_excludes_each_other_and_what_is_no_address_is_said() {
    assertThat(CommandRun.on(db).run("report", "--day", "--week").exitCode()).isEqualTo(2);
    assertThat(CommandRun.on(db).run("report", "--html", "--json").exitCode()).isEqualTo(2);
    assertThat(
            CommandRun.on(db)
                .run("report", "--mail-to", "nobody", "--from", "a@b.example")
                .stderr())
        .contains("'nobody' is not an email address");
  }

  private CommandRun.Result run(Map<String, String> settings, SettableClock clock, String... args) {
    return CommandRun.on(db).settings(settings).clock(clock).run(args);
  }

  private static void await(BooleanSupplier condition) {
    assertThat(Patience.until(RunningMailctl.PATIENCE, condition)).isTrue();
  }
}
