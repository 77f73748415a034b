package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AuditCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  @Test
  void what_changes_something_is_written_down_with_who_and_what() {
    run("suppression", "add", "kim@a.example", "--scope", "global");
    run("budget", "set", "--per-second", "7");

    String audit = run("audit").stdout();
    assertThat(audit.lines()).hasSize(2);
    assertThat(audit.lines().toList().getFirst())
        .contains("\t" + System.getProperty("user.name") + "\t", "\t0\t")
        .contains("budget set --per-second 7")
        .contains("all mail goes to at most 7 recipients a second");
    assertThat(run("audit", "--command", "suppression").stdout()).contains("k…@a.example");
    assertThat(run("audit", "--actor", "nobody-of-that-name").stderr())
        .startsWith("nothing was changed since ");
    assertThat(run("audit", "--json").stdout())
        .contains("\"command\" : \"budget set\"", "\"exit_code\" : 0");
  }

  @Test
  void neither_looking_nor_rehearsing_nor_a_usage_error_leaves_a_trace() {
    run("inspect");
    run("budget", "set", "--per-second", "7", "--dry-run");
    run("budget", "set");
    run("sweep");

    assertThat(run("audit").stdout()).isEmpty();
  }

  @Test
  void what_fails_is_there_with_its_exit_code() {
    run("schedule", "pause", "4711");

    assertThat(run("audit", "--json").stdout())
        .contains("\"command\" : \"schedule pause\"", "\"exit_code\" : 66");
  }

  @Test
  void secrets_are_not_written_down() {
    CommandRun.on(db)
        .set("sendgrid.api-key", "SG.very-secret")
        .run("budget", "set", "--off", "--set", "admin.token=hush");

    assertThat(run("audit").stdout())
        .contains("--set=sendgrid.api-key=***", "admin.token=***")
        .doesNotContain("very-secret", "hush", db.jdbcUrl());
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db).run(args);
  }
}
