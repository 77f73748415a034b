package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import mailctl.support.CommandRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManPageTest {
  private static final Set<List<String>> HIDDEN = Set.of(List.of("man-pages"), List.of("names"));

  @TempDir private Path folder;

  @BeforeEach
  void write() {
    assertThat(CommandRun.create().run("man-pages", "--to", folder.toString()))
        .isEqualTo(new CommandRun.Result(0, "", ""));
  }

  @Test
  void a_command_has_a_page_with_what_its_help_says() throws IOException {
    assertThat(Files.readString(folder.resolve("man1/mailctl-config-show.1")))
        .startsWith(
            """
            .TH MAILCTL\\-CONFIG\\-SHOW 1 "" "mailctl development"
            .SH NAME
            mailctl\\-config\\-show \\- Show every setting, its value and where that comes from
            .SH SYNOPSIS
            \\fBmailctl config show [options]\\fR
            .SH EXAMPLES
            .nf
            mailctl config show
            .fi
            """)
        .contains(".TP\n\\fB\\-\\-config FILE\\fR\nread settings from this file\n")
        .endsWith(".SH SEE ALSO\n\\fBmailctl\\-config\\fR(1), \\fBmailctl\\-exit\\-codes\\fR(7)\n");
  }

  @Test
  void every_command_and_topic_has_one_and_hidden_commands_have_none() throws IOException {
    for (List<String> path : AllCommands.paths()) {
      Path page = folder.resolve("man1/mailctl-" + String.join("-", path) + ".1");
      assertThat(Files.exists(page)).as(page.toString()).isEqualTo(!HIDDEN.contains(path));
    }
    for (String topic : HelpTopics.names()) {
      assertThat(folder.resolve("man7/mailctl-" + topic + ".7")).isNotEmptyFile();
    }
  }

  @Test
  void no_line_is_taken_for_a_request() throws IOException {
    List<Path> pages;
    try (Stream<Path> walk = Files.walk(folder)) {
      pages = walk.filter(Files::isRegularFile).toList();
    }
    for (Path page : pages) {
      assertThat(Files.readAllLines(page))
          .as(page.toString())
          .filteredOn(line -> line.startsWith(".") || line.startsWith("'"))
          .allMatch(line -> line.matches("\\.(TH|SH|TP|PP|nf|fi|BR)( .*)?"));
    }
  }
}
