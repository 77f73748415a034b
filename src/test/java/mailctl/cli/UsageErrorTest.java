package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mailctl.support.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class UsageErrorTest {
  static Stream<List<String>> commands() {
    return AllCommands.paths().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void an_unknown_option_is_a_usage_error_that_says_what_to_try(List<String> path) {
    CommandRun.Result result = run(path, "--no-such-option");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stdout()).isEmpty();
    String name = String.join(" ", path);
    assertThat(result.stderr().lines())
        .hasSize(3)
        .satisfies(
            lines -> {
              assertThat(lines.get(0)).startsWith("mailctl: ");
              assertThat(lines.get(1)).startsWith("Usage: mailctl " + name);
              assertThat(lines.get(2)).isEqualTo("Try: mailctl " + name + " --help");
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void with_json_a_usage_error_is_one_object(List<String> path) {
    CommandRun.Result result = run(path, "--no-such-option", "--json");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .startsWith("{\n  \"error\" : {\n    \"code\" : \"usage\",\n    \"message\" : \"");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_has_one_line_usage_examples_and_exit_codes(List<String> path) {
    CommandRun.Result result = run(path, "--help");

    assertThat(result.exitCode()).isZero();
    assertThat(result.stderr()).isEmpty();
    assertThat(result.stdout())
        .containsSubsequence(
            "\n\nUsage: mailctl " + String.join(" ", path),
            "\n\nExamples:\n  ",
            "\n\nGlobal options:\n  ",
            "\n\nExit codes:\n  0 ");
    assertThat(result.stdout().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(121));
    List<String> help = new ArrayList<>(List.of("help"));
    help.addAll(path);
    assertThat(run(help)).isEqualTo(result);
  }

  @Test
  void an_unknown_command_names_the_nearest_one() {
    assertThat(CommandRun.create().run("confg", "show").stderr())
        .isEqualTo(
            """
            mailctl: there is no command 'confg' (did you mean config?)
            Usage: mailctl <command> [options]
            Try: mailctl --help
            """);
    assertThat(CommandRun.create().run("config").exitCode()).isEqualTo(2);
    assertThat(CommandRun.create().run("help", "exit-code").stderr())
        .contains("did you mean exit-codes?");
  }

  @Test
  void mailctl_alone_says_how_to_start() {
    assertThat(CommandRun.create().run())
        .isEqualTo(
            new CommandRun.Result(
                2, "", "Usage: mailctl <command> [options]\nTry: mailctl --help\n"));
  }

  @Test
  void a_broken_set_is_a_usage_error() {
    assertThat(CommandRun.create().run("config", "check", "--set", "nothing").exitCode())
        .isEqualTo(2);
  }

  private static CommandRun.Result run(List<String> path, String... more) {
    return CommandRun.create()
        .run(Stream.concat(path.stream(), Stream.of(more)).toArray(String[]::new));
  }
}
