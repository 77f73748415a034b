package mailctl.cli;

import static mailctl.database.schema.Tables.PARTIAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class PartialCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;
  private SendingCommands it;
  private String event = "";

  @BeforeEach
  void setUp() {
    it = new SendingCommands(db);
    String slug =
        it.rows
            .organization()
            .with(mailctl.database.schema.Tables.ORGANIZATION.SLUG, "market")
            .insert()
            .getSlug();
    assertThat(slug).isEqualTo("market");
    event =
        it.rows
            .event()
            .with(mailctl.database.schema.Tables.EVENT.ORGANIZATION_ID, 1L)
            .insert()
            .getId()
            .toString();
  }

  @Test
  void a_partial_is_saved_listed_shown_used_and_kept_while_it_is_needed() {
    assertThat(save("footer", "<p>No more: {{unsubscribe_link}}</p>").exitCode()).isZero();
    assertThat(create("<p>Hi</p>{{> footer}}").exitCode()).isZero();

    assertThat(it.run("partial", "list", "--organization", "market").stdout())
        .isEqualTo("footer\t36 characters\t0 characters\n");
    assertThat(it.run("partial", "show", "footer", "--organization", "market").stdout())
        .isEqualTo("<p>No more: {{unsubscribe_link}}</p>\n");
    assertThat(
            it.run("partial", "delete", "footer", "--organization", "market", "--yes").toString())
        .contains("exit code 1", "scheduled email 1 'Hello' could not be sent then");
    assertThat(save("footer", "<p>Nothing</p>").toString())
        .contains("exit code 1", "a promotional email needs {{unsubscribe_link}}");
    assertThat(it.run("partial", "show", "footer", "--organization", "market", "--json").stdout())
        .contains(
            "\"name\" : \"footer\"", "\"html\" : \"<p>No more", "\"organization\" : \"market\"");
  }

  @Test
  void circles_unknown_names_and_ten_megabytes_are_refused_and_change_nothing() throws IOException {
    save("a", "<p>a</p>");
    save("b", "{{> a}}");

    assertThat(save("a", "{{> b}}").toString())
        .contains("exit code 65", "partials include each other in a circle: a > b > a");
    assertThat(save("c", "{{> nowhere}}").toString())
        .contains("exit code 65", "there is no partial 'nowhere'");
    assertThat(save("c", "{{phon}}").toString()).contains("exit code 65", "unknown variable");
    assertThat(save("c", "x".repeat(10_000_000)).toString())
        .contains("exit code 65", "more than 1000000 characters");
    assertThat(save("Not a name", "x").exitCode()).isEqualTo(65);
    assertThat(create("x".repeat(10_000_000)).toString())
        .contains("exit code 65", "html has 10,000,000 characters; 500,000 are allowed");
    assertThat(create("<p>{{> nowhere}} {{unsubscribe_link}}</p>").toString())
        .contains("exit code 65", "there is no partial 'nowhere'");
    assertThat(it.run("partial", "save", "c", "--organization", "market").exitCode()).isEqualTo(2);
    assertThat(partials()).isEqualTo(2);
  }

  @Test
  void a_dry_run_saves_and_deletes_nothing() throws IOException {
    Path file = Files.writeString(folder.resolve("f.txt"), "Bye");
    CommandRun.Result dry =
        it.run(
            "partial",
            "save",
            "f",
            "--organization",
            "market",
            "--text-file",
            file.toString(),
            "-n");
    assertThat(dry.stderr()).startsWith("dry run: nothing was changed");
    assertThat(partials()).isZero();
    save("f", "Bye");
    assertThat(it.run("partial", "delete", "f", "--organization", "market", "--dry-run").exitCode())
        .isZero();
    assertThat(partials()).isOne();
    assertThat(it.run("partial", "delete", "f", "--organization", "market", "--yes").stderr())
        .isEqualTo("deleted f\n");
    assertThat(partials()).isZero();
    assertThat(it.run("partial", "show", "f", "--organization", "market").exitCode()).isEqualTo(66);
  }

  private int partials() {
    return db.database().transaction(tx -> tx.dsl().fetchCount(PARTIAL));
  }

  private CommandRun.Result save(String name, String html) {
    return it.run(
        "partial", "save", name, "--organization", "market", "--html-file", written(html));
  }

  private CommandRun.Result create(String html) {
    return it.run(
        "schedule",
        "create",
        "--event",
        event,
        "--name",
        "Hello",
        "--at",
        "2026-12-01 09:00",
        "--subject",
        "Hi",
        "--html-file",
        written(html));
  }

  private String written(String html) {
    try {
      return Files.writeString(folder.resolve("part.html"), html).toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
