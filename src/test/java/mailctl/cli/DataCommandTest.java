package mailctl.cli;

import static mailctl.database.schema.Tables.REGISTRATION;
import static org.assertj.core.api.Assertions.assertThat;

import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `event`, `registration`, `template` and `migrate`.
final class DataCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  @Test
  void events_are_listed_shown_and_changed() {
    String slug = TestRows.in(db.database()).event().insert().getSlug();

    assertThat(run("event", "list").stdout()).contains(slug);
    assertThat(run("event", "update", slug, "--field", "venue=The Shed").exitCode()).isZero();
    assertThat(run("event", "show", slug, "--json").stdout()).contains("The Shed");
    assertThat(run("event", "show", "nowhere").exitCode()).isEqualTo(66);
    assertThat(run("event", "update", slug, "--field", "vnue=x").exitCode()).isEqualTo(2);
    assertThat(run("event", "update", slug, "--status", "alive").exitCode()).isEqualTo(2);
  }

  @Test
  void registrations_are_listed_shown_and_changed() {
    TestRows rows = TestRows.in(db.database());
    String slug = rows.event().insert().getSlug();
    long event =
        Long.parseLong(
            run("event", "show", slug, "--json")
                .stdout()
                .replaceAll("(?s).*?\"id\" : \"(\\d+)\".*", "$1"));
    long id =
        rows.registration()
            .with(REGISTRATION.EVENT_ID, event)
            .with(REGISTRATION.EMAIL, "kim@a.example")
            .insert()
            .getId();

    assertThat(run("registration", "list", "--event", slug).stdout()).contains("kim@a.example");
    assertThat(
            run("registration", "update", String.valueOf(id), "--field", "status=confirmed")
                .exitCode())
        .isZero();
    assertThat(run("registration", "show", String.valueOf(id), "--json").stdout())
        .contains("\"status\" : \"confirmed\"");
    assertThat(run("registration", "list", "--event", slug, "--filter", "status=approved").stdout())
        .doesNotContain("kim@a.example");
    assertThat(run("registration", "show", "99").exitCode()).isEqualTo(66);
  }

  @Test
  void templates_are_listed_and_shown() {
    run("import", "sample:market.yaml");

    CommandRun.Result list = run("template", "list");
    assertThat(list.exitCode()).as(list.toString()).isZero();
    String id = list.stdout().split("\t")[0].strip();
    assertThat(run("template", "show", id, "--json").stdout()).contains("\"subject\"");
    assertThat(run("template", "show", "99").exitCode()).isEqualTo(66);
  }

  @Test
  void migrating_what_is_up_to_date_is_a_success_that_says_so() {
    CommandRun.Result result = run("migrate");

    assertThat(result.exitCode()).isZero();
    assertThat(result.stderr()).contains("already");
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db).run(args);
  }
}
