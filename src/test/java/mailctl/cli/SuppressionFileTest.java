package mailctl.cli;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.ORGANIZATION;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mailctl.support.CommandRun;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class SuppressionFileTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(TestRows.NOW);
  private TestRows rows;

  @BeforeEach
  void anEvent() {
    rows = TestRows.in(db.database());
    long organization = rows.organization().with(ORGANIZATION.SLUG, "guild").insert().getId();
    rows.event().with(EVENT.SLUG, "fair").with(EVENT.ORGANIZATION_ID, organization).insert();
  }

  @Test
  void a_list_of_addresses_is_suppressed_everywhere_and_only_once() {
    String file = "Email\nKim@A.example\nlee@a.example\n";

    assertThat(imported(file, "--dry-run").stderr())
        .isEqualTo("suppressed 2, known 0\ndry run: nothing was changed\n");
    assertThat(imported(file)).isEqualTo(new CommandRun.Result(0, "", "suppressed 2, known 0\n"));
    assertThat(imported(file).stderr()).isEqualTo("suppressed 0, known 2\n");
    assertThat(run("suppression", "list", "--address", "kim@a.example", "--json").stdout())
        .contains(
            "\"scope\" : \"global\"",
            "\"reason\" : \"imported\"",
            "\"source\" : \"import\"",
            " of standard input global\"");
  }

  @Test
  void what_was_lifted_since_stays_lifted_when_the_file_comes_again() {
    imported("address\nkim@a.example\n");
    run("suppression", "lift", "kim@a.example", "--yes");

    assertThat(imported("address\nkim@a.example\n").stderr()).isEqualTo("suppressed 0, known 1\n");
    assertThat(run("suppression", "list").stdout()).isEmpty();
  }

  @Test
  void what_was_lifted_is_suppressed_again_by_another_file() {
    imported("address\nkim@a.example\n");
    run("suppression", "lift", "kim@a.example", "--yes");

    assertThat(imported("address\nkim@a.example\nlee@a.example\n").stderr())
        .isEqualTo("suppressed 2, known 0\n");
    assertThat(run("suppression", "list").stdout()).contains("kim@a.example", "lee@a.example");
  }

  @Test
  void every_broken_row_is_named_and_nothing_is_changed() {
    CommandRun.Result result =
        imported(
            """
            address;scope;organization;event;reason;suppressed_at
            kim@a.example;;;;;
            kim at a.example;;;;;
            two@a.example two@b.example;;;;;
            ;;;;;x
            lee@a.example;event;;;;
            lee@a.example;;;nowhere;;
            lee@a.example;;guild;fair;;
            lee@a.example;everywhere;;;;
            lee@a.example;;;;annoyed;
            lee@a.example;;;;;yesterday
            kim@a.example;global;;;manual;
            """);

    assertThat(result.exitCode()).isEqualTo(65);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .startsWith("mailctl: standard input: 10 problems, nothing was imported\n")
        .contains(
            "\n  line 3: 'kim at a.example' is not an address\n",
            "\n  line 4: 'two@a.example two@b.example' is not an address\n",
            "\n  line 5: there is no address; suppressed_at 'x' is not a time like",
            "\n  line 6: scope event needs its event\n",
            "\n  line 7: there is no event 'nowhere'",
            "\n  line 8: an organization and an event exclude each other\n",
            "\n  line 9: unknown scope 'everywhere'\n",
            "\n  line 10: unknown reason 'annoyed'\n",
            "\n  line 11: suppressed_at 'yesterday' is not a time",
            "\n  line 12: 'kim@a.example' stands on line 2 already\n");
    assertThat(run("suppression", "list").stdout()).isEmpty();
  }

  @Test
  void a_file_that_is_none_is_refused() {
    assertThat(imported("").stderr()).contains("line 1: the file is empty");
    assertThat(imported("name,phone\nKim,1\n").stderr())
        .contains("unknown column 'name'", "there is no column 'address' or 'email'");
    assertThat(imported("address\n\"kim@a.example\nlee@a.example\n").exitCode()).isEqualTo(65);
    assertThat(run("suppression", "import", folder + "/none.csv").exitCode()).isEqualTo(66);
  }

  @Test
  void what_is_exported_comes_back_the_same_in_another_database() throws IOException {
    run("suppression", "add", "kim@a.example", "--note", "asked, \"politely\"");
    run("suppression", "add", "kim@a.example", "--event", "fair");
    run("suppression", "add", "lee@a.example", "--organization", "guild");
    rows.suppression("ada@a.example").with(SUPPRESSION.REASON, "spam_report").insert();
    run("suppression", "lift", "lee@a.example", "--organization", "guild", "--yes", "--by", "sam");
    Path file = folder.resolve("all.csv");

    String active = run("suppression", "export").stdout();
    assertThat(active)
        .startsWith("address,scope,organization,event,reason,source,evidence,")
        .contains("asked, \"\"politely\"\"")
        .doesNotContain("lee@a.example");
    assertThat(run("suppression", "export", "--all", "--to", file.toString()).stderr())
        .isEqualTo("exported 4 suppressions\n");
    assertThat(Files.readString(file)).contains("lee@a.example", ",sam");
    assertThat(run("suppression", "export", "--to", file.toString()).exitCode()).isEqualTo(1);

    assertThat(run("suppression", "import", file.toString()).stderr())
        .isEqualTo("suppressed 0, known 3, lifted in the file 1\n");
    db.database().run(tx -> tx.dsl().deleteFrom(SUPPRESSION).execute());
    assertThat(run("suppression", "import", file.toString()).stderr())
        .isEqualTo("suppressed 3, known 0, lifted in the file 1\n");
    assertThat(run("suppression", "export").stdout().lines())
        .containsExactlyInAnyOrderElementsOf(
            active.replace(",operator,", ",import,").lines().toList());
  }

  private CommandRun.Result imported(String content, String... more) {
    String[] args = new String[3 + more.length];
    args[0] = "suppression";
    args[1] = "import";
    args[2] = "-";
    System.arraycopy(more, 0, args, 3, more.length);
    return CommandRun.on(db).clock(clock).stdin(content).run(args);
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db).clock(clock).run(args);
  }
}
