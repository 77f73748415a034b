package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import mailctl.support.CommandRun;
import org.junit.jupiter.api.Test;

final class ConfigCommandTest {
  @Test
  void show_prints_tab_separated_rows_in_a_pipe() {
    assertThat(
            CommandRun.create()
                .set("sweep.limit", "5")
                .env("PGPASSWORD", "x")
                .run("config", "show")
                .stdout())
        .contains("sweep.limit\t5\toption\n", "database.password\t***\tenvironment PGPASSWORD\n")
        .doesNotContain("KEY");
  }

  @Test
  void global_options_work_before_and_after_the_command() {
    assertThat(
            CommandRun.create()
                .run(
                    "--json", "--set", "sweep.limit=5", "config", "show", "--set", "sandbox.port=9")
                .stdout())
        .contains(
            "\"key\" : \"sweep.limit\",\n      \"value\" : \"5\",",
            "\"key\" : \"sandbox.port\",\n      \"value\" : \"9\",");
  }

  @Test
  void check_names_every_problem_and_exits_78() {
    CommandRun.Result result =
        CommandRun.create().set("sweep.limit", "0").set("swep.limit", "1").run("config", "check");

    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .contains("mailctl: the configuration has 2 problems:\n  sweep.limit: '0'", "did you mean")
        .endsWith("Try: mailctl help environment\n");
  }

  @Test
  void check_says_so_when_all_is_well() {
    assertThat(CommandRun.create().run("config", "check"))
        .isEqualTo(new CommandRun.Result(0, "", "the configuration is valid\n"));
    assertThat(CommandRun.create().run("config", "check", "-q").stderr()).isEmpty();
  }
}
