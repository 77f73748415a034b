package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import mailctl.support.CommandRun;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The sample season for the sample event in New York, across the end of daylight saving time.
final class SeasonTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(Instant.parse("2027-06-01T12:00:00Z"));

  @Test
  void the_season_is_made_listed_moved_by_a_day_and_made_live() {
    succeeds("import", "sample:harvest-fair.yaml", "sample:season.yaml");
    CommandRun.Result made = succeeds("schedule", "generate", "--event", "harvest-fair");
    CommandRun.Result again = succeeds("schedule", "generate", "--event", "harvest-fair");

    assertThat(made.stderr()).contains("21 made").doesNotContain("there already");
    assertThat(again.stderr()).contains(": 0 made, 21 there already");
    List<String> list = list();
    assertThat(list)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "Two weeks to go\tpaused (event not live)\tSat 2027-10-30 10:00 EDT\t2027-10-30T14:00:00Z"));
    assertThat(list)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "Load-in details\tpaused (event not live)\tSat 2027-11-06 09:00 EDT\t2027-11-06T13:00:00Z"));
    assertThat(list)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "Tomorrow\tpaused (event not live)\tFri 2027-11-12 16:00 EST\t2027-11-12T21:00:00Z"));

    CommandRun.Result moved =
        succeeds("event", "update", "harvest-fair", "--event-date", "2027-11-14");

    assertThat(moved.stderr())
        .contains("scheduled emails: 6 moved")
        .contains(
            "'Load-in details' is paused (event not live), due Sun 2027-11-07 09:00 EST"
                + " (America/New_York), 2027-11-07T14:00:00Z")
        .contains("was due Sat 2027-11-06 09:00 EDT (America/New_York), 2027-11-06T13:00:00Z")
        .doesNotContain("Payment", "Last day");
    assertThat(list())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "Two weeks to go\tpaused (event not live)\tSun 2027-10-31 10:00 EDT\t2027-10-31T14:00:00Z"));

    clock.set(Instant.parse("2027-10-20T12:00:00Z"));
    CommandRun.Result preview = succeeds("event", "go-live", "harvest-fair", "--dry-run");
    assertThat(run("event", "go-live", "harvest-fair").exitCode())
        .as("nobody can be asked")
        .isEqualTo(2);
    assertThat(list()).allSatisfy(line -> assertThat(line).contains("event not live"));
    CommandRun.Result live = succeeds("event", "go-live", "harvest-fair", "--yes");

    assertThat(preview.stderr())
        .contains(
            "17 released, 4 held", "'Last day to apply' is held (late)", "nothing was changed");
    assertThat(live.stderr()).contains("17 released, 4 held");
    assertThat(list()).noneSatisfy(line -> assertThat(line).contains("paused"));
    assertThat(succeeds("event", "go-live", "harvest-fair", "--yes").stderr())
        .contains("was live already");
  }

  @Test
  void a_template_is_exported_imported_and_exported_in_the_same_bytes() throws Exception {
    succeeds("import", "sample:harvest-fair.yaml");
    succeeds("template", "import", "--sample");
    Path file = folder.resolve("season.yaml");
    succeeds("template", "export", "Vendor season", "--output", file.toString());
    assertThat(run("template", "export", "Vendor season", "--output", file.toString()).exitCode())
        .as("it is there already")
        .isEqualTo(1);
    String exported = succeeds("template", "export", "Vendor season").stdout();

    assertThat(Files.readString(file)).isEqualTo(exported);
    assertThat(succeeds("template", "import", file.toString()).stderr()).contains(": unchanged,");
    Files.writeString(file, exported.replace("name: Vendor season", "name: Another"));
    succeeds("template", "import", file.toString());
    assertThat(succeeds("template", "export", "Another").stdout())
        .isEqualTo(exported.replace("name: Vendor season", "name: Another"));
    assertThat(succeeds("template", "list").stdout())
        .contains("Another\t21\tyes", "Vendor season\t21\tno");
  }

  @Test
  void templates_are_cloned_saved_named_as_the_default_and_deleted() {
    succeeds("import", "sample:harvest-fair.yaml");
    succeeds("template", "import", "--sample");
    String copy = succeeds("template", "clone", "Vendor season", "--name", "Copy").stdout().strip();
    succeeds("template", "default", copy);
    succeeds("schedule", "generate", "--event", "harvest-fair");
    succeeds("template", "save", "--from-event", "harvest-fair", "--name", "Kept");

    assertThat(succeeds("template", "list").stdout())
        .contains("Copy\t21\tyes", "Vendor season\t21\tno", "Kept\t21\tno");
    CommandRun.Result inUse = run("template", "delete", "Copy", "--yes");
    assertThat(inUse.exitCode()).isEqualTo(1);
    assertThat(inUse.stderr()).contains("template 'Copy' is in use by harvest-fair (21 emails)");
    succeeds("template", "delete", "Kept", "--yes");
    assertThat(succeeds("template", "list").stdout()).doesNotContain("Kept");
  }

  private List<String> list() {
    return succeeds("schedule", "list", "--event", "harvest-fair").stdout().lines().toList();
  }

  private CommandRun.Result succeeds(String... args) {
    CommandRun.Result result = run(args);
    assertThat(result.exitCode()).as(result.toString()).isZero();
    return result;
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db).clock(clock).run(args);
  }
}
