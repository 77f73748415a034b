package mailctl.cli;

import static mailctl.database.schema.Tables.EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class CompletionTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;

  @Test
  void commands_and_options_are_completed() throws Exception {
    assertThat(complete("mailctl", "sched")).containsExactly("schedule");
    assertThat(complete("mailctl", "send", "--dry")).containsExactly("--dry-run");
  }

  @Test
  void names_are_asked_for_where_they_are_due() throws Exception {
    assertThat(complete("mailctl", "event", "show", "spring")).containsExactly("spring-fair");
    assertThat(complete("mailctl", "schedule", "list", "--event", "spring"))
        .containsExactly("spring-fair");
    assertThat(complete("mailctl", "send", "--id", "")).contains("emails-of-");
    assertThat(complete("mailctl", "schedule", "show", "")).contains("emails-of-");
    assertThat(complete("mailctl", "--config", "my.yaml", "send", "--id", ""))
        .contains("--config-my.yaml-emails-of-");
  }

  @Test
  void an_option_is_no_name() throws Exception {
    assertThat(complete("mailctl", "event", "show", "--js")).containsExactly("--json");
  }

  @Test
  void the_database_has_the_names() {
    TestRows.in(db.database()).event().with(EVENT.SLUG, "spring-fair").insert();

    assertThat(CommandRun.on(db).run("names", "events").stdout()).isEqualTo("spring-fair\n");
  }

  @Test
  void nothing_is_started_for_a_name() {
    Path state = folder.resolve("state");

    assertThat(CommandRun.create().set("state.dir", state.toString()).run("names", "emails"))
        .isEqualTo(new CommandRun.Result(0, "", ""));
    assertThat(state.resolve("data")).doesNotExist();
  }

  /// What bash would offer for the last word, where mailctl answers with how it was asked.
  private List<String> complete(String... words) throws IOException, InterruptedException {
    Path mailctl =
        Files.writeString(
            folder.resolve("mailctl"),
            """
            #!/bin/sh
            case "$*" in
              *events) echo spring-fair; echo summer-fair ;;
              *) echo "$*-of-" | sed 's/ names / /; s/^names //; s/ /-/g' ;;
            esac
            """);
    Files.setPosixFilePermissions(mailctl, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path script =
        Files.writeString(
            folder.resolve("completion"), CommandRun.create().run("completion", "bash").stdout());
    String asked =
        """
        PATH=%s:$PATH; . %s; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _complete_mailctl_live mailctl "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(folder, script);
    List<String> command = new ArrayList<>(List.of("bash", "--norc", "-c", asked, "bash"));
    command.addAll(List.of(words));
    Process bash =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    bash.waitFor();
    return said.lines().toList();
  }
}
