package mailctl.cli;

import static mailctl.database.schema.Tables.PROVIDER_GATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import mailctl.support.CommandRun;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class BudgetCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(TestRows.NOW);

  @Test
  void a_budget_is_set_shown_and_lifted() {
    assertThat(run("budget", "show").stderr())
        .isEqualTo("no rate budget is set: SendGrid is called as fast as it answers\n");
    assertThat(run("budget", "set", "--per-second", "500", "-n").stderr())
        .endsWith("dry run: nothing was changed\n");
    assertThat(run("budget", "set", "--per-second", "500", "-n", "--json").stdout())
        .contains("\"dry_run\" : true", "\"per_second\" : 500");
    assertThat(run("budget", "show").stdout()).isEmpty();

    assertThat(run("budget", "set", "--per-second", "500"))
        .isEqualTo(
            new CommandRun.Result(
                0,
                "",
                "all mail goes to at most 500 recipients a second, from all processes together\n"));
    run("budget", "set", "--per-second", "20", "--domain", "Example.COM");
    assertThat(run("budget", "show").stdout()).isEqualTo("all\t500\t0\t0\nexample.com\t20\t0\t0\n");
    assertThat(run("budget", "set", "--off", "--domain", "example.com").stderr())
        .isEqualTo("mail to example.com has no rate budget any more\n");
    assertThat(run("budget", "set", "--off", "--domain", "example.com").stderr())
        .isEqualTo("mail to example.com had no rate budget\n");
    assertThat(run("budget", "show", "--json").stdout())
        .isEqualTo(
            """
            {
              "budgets" : [
                {
                  "scope" : "all",
                  "per_second" : 500,
                  "granted_last_second" : 0,
                  "granted_last_minute" : 0
                }
              ],
              "breaker" : "closed",
              "faults_in_a_row" : 0
            }
            """);
  }

  @Test
  void nonsense_is_refused() {
    assertThat(run("budget", "set").exitCode()).isEqualTo(2);
    assertThat(run("budget", "set", "--per-second", "0").exitCode()).isEqualTo(2);
    assertThat(run("budget", "set", "--per-second", "1", "--off").exitCode()).isEqualTo(2);
    assertThat(run("budget", "set", "--per-second", "1", "--domain", "a@b").exitCode())
        .isEqualTo(2);
  }

  @Test
  void pauses_and_the_breaker_are_shown_wherever_one_looks() {
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(PROVIDER_GATE)
                    .set(PROVIDER_GATE.OPEN_UNTIL, TestRows.NOW.plus(Duration.ofSeconds(30)))
                    .set(PROVIDER_GATE.OPENINGS, 1)
                    .set(PROVIDER_GATE.FAULTS, 5)
                    .set(PROVIDER_GATE.FAULT_WORDS, "HTTP 503")
                    .set(PROVIDER_GATE.PAUSED_UNTIL, TestRows.NOW.plus(Duration.ofSeconds(7)))
                    .set(PROVIDER_GATE.PAUSE_WORDS, "too many requests")
                    .execute());

    assertThat(run("budget", "show").stderr())
        .contains("SendGrid asked for patience until ", "too many requests", "failed 5 times");
    assertThat(run("inspect").stdout()).contains("breaker", "5 faults: HTTP 503");
    assertThat(run("inspect", "--json").stdout())
        .contains("\"breaker\" : \"open\"", "\"pause_reason\" : \"too many requests\"");
    assertThat(run("doctor").stdout())
        .contains("nobody calls SendGrid, which failed 5 times in a row, the last time: HTTP 503");
  }

  private CommandRun.Result run(String... arguments) {
    return CommandRun.on(db).clock(clock).run(arguments);
  }
}
