package mailctl.cli;

import static mailctl.database.schema.Tables.CAMPAIGN_TEMPLATE;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.ORGANIZATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import mailctl.support.CommandRun;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One clear sentence, and nothing changed.
final class CampaignBadInputTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private String before = "";

  @BeforeEach
  void fill() {
    assertThat(run("", "import", "sample:harvest-fair.yaml").exitCode()).isZero();
    before = everything();
  }

  @Test
  void an_event_does_not_end_before_it_begins() {
    refused(
        2,
        "an event cannot end before it begins",
        run("", "event", "update", "harvest-fair", "--event-end-date", "2027-11-12"));
    refused(
        65,
        "an event cannot end before it begins",
        run(
            "events: [{slug: harvest-fair, event_end_date: 2027-11-12}]\n",
            "import",
            "-",
            "--format",
            "yaml"));
  }

  @Test
  void a_zone_that_does_not_exist_is_refused_whoever_writes_it() {
    refused(
        65,
        "there is no time zone 'America/Nwe_York'; did you mean 'America/New_York'?",
        run(
            "organizations: [{slug: o, name: O, email: o@example.org, time_zone: America/Nwe_York}]",
            "import",
            "-",
            "--format",
            "yaml"));
    assertThatThrownBy(
            () ->
                db.database()
                    .run(
                        tx ->
                            tx.dsl().execute("update organization set time_zone = 'Mars/Phobos'")))
        .hasMessageContaining("Mars/Phobos");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void a_template_of_ten_megabytes_is_refused_before_it_is_read() {
    refused(
        65,
        "a campaign file may have 6,000,000",
        run("templates: # " + "x".repeat(10_000_000), "template", "import", "-"));
  }

  @Test
  void a_file_of_more_than_templates_and_templates_that_are_not_there_are_told() {
    refused(65, "holds no templates", run("templates: []\n", "template", "import", "-"));
    refused(66, "no template nowhere", run("", "template", "export", "nowhere"));
    refused(
        66,
        "hudson-makers has no default template",
        run("", "schedule", "generate", "--event", "harvest-fair"));
    refused(
        2,
        "neither 4 nor 4-6",
        run("", "schedule", "generate", "--event", "harvest-fair", "--positions", "6-4"));
    refused(
        1,
        "has no emails to keep",
        run("", "template", "save", "--from-event", "harvest-fair", "--name", "x"));
    refused(66, "no event nowhere", run("", "event", "go-live", "nowhere"));
  }

  @Test
  void a_cancelled_event_does_not_go_live() {
    assertThat(run("", "event", "update", "harvest-fair", "--status", "cancelled").exitCode())
        .isZero();
    before = everything();

    refused(
        1, "event harvest-fair is cancelled", run("", "event", "go-live", "harvest-fair", "--yes"));
  }

  private void refused(int exitCode, String words, CommandRun.Result result) {
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr()).contains(words);
    assertThat(everything()).isEqualTo(before);
  }

  private String everything() {
    return db.database()
        .transaction(
            tx ->
                List.of(ORGANIZATION, EVENT, CAMPAIGN_TEMPLATE, SCHEDULED_EMAIL).stream()
                    .map(table -> tx.dsl().selectFrom(table).fetch().formatJSON())
                    .toList()
                    .toString());
  }

  private CommandRun.Result run(String stdin, String... args) {
    return CommandRun.on(db).stdin(stdin).clock(new SettableClock(TestRows.NOW)).run(args);
  }
}
