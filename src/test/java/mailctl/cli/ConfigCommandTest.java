package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import mailctl.app.Settings;
import mailctl.support.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigCommandTest {
  @TempDir Path folder;

  @Test
  void init_writes_every_key_with_its_default_for_its_owner_alone() throws IOException {
    CommandRun.Result made = CommandRun.create().env("HOME", home()).run("config", "init");

    Path file = folder.resolve(".config/mailctl/config.yaml");
    assertThat(made).isEqualTo(new CommandRun.Result(0, "", "wrote " + file + "\n"));
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    String text = Files.readString(file);
    Settings.descriptions()
        .forEach(
            each -> assertThat(text).contains("# " + each.description() + "\n#" + each.name()));
    assertThat(text.lines()).allMatch(line -> line.isEmpty() || line.startsWith("#"));
    assertThat(CommandRun.create().env("HOME", home()).run("config", "show", "--json").stdout())
        .doesNotContain("\"source\" : \"file");
    assertThat(CommandRun.create().run("config", "init", "--to", "-").stdout()).isEqualTo(text);
  }

  @Test
  void each_line_of_it_is_valid_when_it_is_uncommented() throws IOException {
    String file = CommandRun.create().run("config", "init", "--to", "-").stdout();
    Path key = Files.writeString(folder.resolve("key"), "");
    Path written =
        Files.writeString(
            folder.resolve("config.yaml"),
            file.replaceAll("(?m)^#(?! )", "").replace("/path/to/file", key.toString()));

    CommandRun.Result check =
        CommandRun.create().run("config", "check", "--config", written.toString());

    assertThat(check).isEqualTo(new CommandRun.Result(0, "", "the configuration is valid\n"));
    assertThat(
            CommandRun.create()
                .run("config", "show", "--config", written.toString(), "--json")
                .stdout())
        .doesNotContain("\"source\" : \"default");
  }

  @Test
  void init_leaves_alone_what_is_there_unless_it_is_told_otherwise() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.yaml"), "sweep.limit: 3\n");
    String name = file.toString();

    CommandRun.Result refused = CommandRun.create().run("config", "init", "--to", name);
    assertThat(refused)
        .isEqualTo(
            new CommandRun.Result(
                1,
                "",
                "mailctl: " + name + " is there already; nothing was written\nTry: --force\n"));
    assertThat(CommandRun.create().run("config", "init", "--to", name, "--force", "-n").stderr())
        .isEqualTo("would write " + name + "\ndry run: nothing was changed\n");
    assertThat(file).hasContent("sweep.limit: 3\n");

    assertThat(CommandRun.create().run("config", "init", "--to", name, "--force").exitCode())
        .isZero();
    assertThat(file).content().startsWith("# mailctl's configuration.");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void init_says_what_is_in_its_way() {
    assertThat(CommandRun.create().run("config", "init", "--to", folder + "/none/x.yaml").stderr())
        .startsWith("mailctl: cannot write " + folder + "/none/x.yaml: there is no such folder\n");
    assertThat(CommandRun.create().env("HOME", "/proc").run("config", "init"))
        .isEqualTo(
            new CommandRun.Result(
                1,
                "",
                "mailctl: cannot make the folder /proc/.config/mailctl\n"
                    + "Try: --to with another file\n"));
  }

  private String home() {
    return folder.toString();
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
