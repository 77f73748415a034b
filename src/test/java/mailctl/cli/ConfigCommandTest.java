package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import mailctl.support.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigCommandTest {
  @Test
  void init_prints_a_file_that_is_valid_and_says_every_default(@TempDir Path folder)
      throws Exception {
    String file = CommandRun.create().run("config", "init").stdout();
    assertThat(file)
        .contains("#send.batch-size: \"1000\"", "#sendgrid.api-key-file: /path/to/file");
    Path written =
        Files.writeString(
            folder.resolve("config.yaml"),
            file.replaceAll("(?m)^#([a-z.-]+: \"(?!\\$).+\")", "$1"));

    CommandRun.Result check =
        CommandRun.create().run("config", "check", "--config", written.toString());

    assertThat(check.exitCode()).as(check.toString()).isZero();
  }

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
