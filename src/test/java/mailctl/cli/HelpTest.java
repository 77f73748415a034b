package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import mailctl.support.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HelpTest {
  @Test
  void the_help_of_a_command_looks_like_this() {
    assertThat(CommandRun.create().run("config", "show", "-h").stdout())
        .isEqualTo(
            """
            Show every setting, its value and where that comes from

            Usage: mailctl config show [options]

            Examples:
              mailctl config show
              mailctl config show --json

            Global options:
              --config FILE    read settings from this file
              --set KEY=VALUE  set one setting for this run; may repeat
              --json           print JSON; errors are JSON on stderr
              -q, --quiet      print the answer and errors, nothing else
              -v, --verbose    log what is done; stack traces for errors
              --no-color       no colours
              --no-pager       show long tables without a pager
              --no-input       ask nothing; fail where an answer is needed
              -h, --help       show the help of a command
              -V, --version    print the version

            Exit codes:
              0   the command did its job; refused recipients are results, not failures
              2   wrong arguments, or --yes is missing where nobody can be asked
              70  a bug of mailctl; the message says how to report it
              78  the configuration is invalid, or the schema too old or too new
            """);
  }

  @Test
  void the_first_page_groups_the_commands() {
    assertThat(CommandRun.create().run("--help").stdout())
        .containsSubsequence(
            "Set up:\n", "  config ", "Look at the settings\n", "Topics:\n", "Exit codes:\n")
        .isEqualTo(CommandRun.create().run("help").stdout());
  }

  @ParameterizedTest
  @EnumSource(HelpTopics.class)
  void every_topic_has_a_page(HelpTopics topic) {
    String word = HelpTopics.names().get(topic.ordinal());

    assertThat(CommandRun.create().run("help", word))
        .isEqualTo(new CommandRun.Result(0, topic.text(), ""));
  }

  @Test
  void the_topic_environment_names_every_setting() {
    assertThat(CommandRun.create().run("help", "environment").stdout())
        .contains(
            """
              sendgrid.api-key
                  MAILCTL_SENDGRID_API_KEY, SENDGRID_API_KEY (or -file)
                  default: none
                  key that may send mail
            """);
  }

  @Test
  void the_version_is_printed_either_way() {
    CommandRun.Result version = CommandRun.create().run("version");

    assertThat(version).isEqualTo(new CommandRun.Result(0, "mailctl development\n", ""));
    assertThat(CommandRun.create().run("-V")).isEqualTo(version);
    assertThat(CommandRun.create().run("config", "show", "--version")).isEqualTo(version);
  }

  @Test
  void completion_knows_the_commands() {
    assertThat(CommandRun.create().run("completion", "zsh").stdout()).contains("config", "--json");
  }
}
