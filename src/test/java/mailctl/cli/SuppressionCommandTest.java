package mailctl.cli;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static org.assertj.core.api.Assertions.assertThat;

import mailctl.support.CommandRun;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SuppressionCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(TestRows.NOW);

  @Test
  void what_is_added_is_listed_and_adding_it_again_changes_nothing() {
    assertThat(run("suppression", "add", "Kim@a.example", "--note", "asked", "-n").stderr())
        .startsWith("dry run: nothing was changed");
    assertThat(run("suppression", "list").stderr()).startsWith("no such suppressions in ");

    assertThat(run("suppression", "add", "Kim@a.example", "--note", "asked"))
        .isEqualTo(new CommandRun.Result(0, "", "kim@a.example is suppressed everywhere\n"));
    assertThat(run("suppression", "add", "kim@a.example").stderr())
        .isEqualTo("kim@a.example was suppressed before everywhere\n");
    assertThat(run("suppression", "list", "--json").stdout())
        .containsPattern("\"id\" : \"\\d+\"")
        .contains(
            """
                  "address" : "kim@a.example",
                  "scope" : "global",
                  "reason" : "manual",
                  "source" : "operator",
                  "evidence" : "operator 2026-06-01T12:00:00Z everywhere: asked",
                  "suppressed_at" : "2026-06-01T12:00:00Z",
                  "active" : true
            """);
  }

  @Test
  void lifting_asks_and_leaves_the_other_scopes() {
    TestRows.in(db.database()).event().with(EVENT.SLUG, "fair").insert();
    run("suppression", "add", "kim@a.example");
    run("suppression", "add", "kim@a.example", "--event", "fair");

    assertThat(run("suppression", "lift", "kim@a.example").exitCode()).isEqualTo(2);
    assertThat(person("n\n").run("suppression", "lift", "kim@a.example").exitCode()).isEqualTo(1);
    assertThat(person("y\n").run("suppression", "lift", "kim@a.example").stderr())
        .endsWith(
            "kim@a.example is no longer suppressed everywhere; it is for event fair (manual)\n");
    assertThat(run("suppression", "lift", "kim@a.example", "--yes", "--json").stdout())
        .contains("\"lifted\" : [ ]", "\"event_slug\" : \"fair\"");
  }

  @Test
  void a_spam_report_is_never_lifted_by_the_way() {
    TestRows.in(db.database())
        .suppression("kim@a.example")
        .with(SUPPRESSION.REASON, "spam_report")
        .insert();

    CommandRun.Result refused = run("suppression", "lift", "kim@a.example", "--yes", "--json");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.stdout()).isEmpty();
    assertThat(refused.stderr()).contains("\"code\" : \"conflict\"", "--force");
    assertThat(
            run("suppression", "lift", "kim@a.example", "--yes", "--force", "--by", "ada")
                .exitCode())
        .isZero();
    assertThat(run("suppression", "list", "--address", "kim@a.example", "--json").stdout())
        .contains("\"active\" : false", "\"lifted_by\" : \"ada\"");
  }

  @Test
  void contradictions_are_usage_errors() {
    assertThat(run("suppression", "add", "kim").exitCode()).isEqualTo(2);
    assertThat(run("suppression", "add", "k@a.example", "--scope", "event").exitCode())
        .isEqualTo(2);
    assertThat(run("suppression", "add", "k@a.example", "--event", "nowhere").exitCode())
        .isEqualTo(66);
  }

  private CommandRun person(String types) {
    return CommandRun.on(db).clock(clock).person(40).stdin(types);
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db).clock(clock).run(args);
  }
}
