package mailctl.cli;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.REGISTRATION;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class ImportCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;

  @Test
  void the_samples_come_in_and_come_in_again_without_doubling() {
    CommandRun.Result first =
        run("import", "sample:market.yaml", "sample:vendors.csv", "--event", "winter-night-market");
    CommandRun.Result second =
        run("import", "sample:vendors.csv", "--event", "winter-night-market", "--json");

    assertThat(first.exitCode()).as(first.toString()).isZero();
    assertThat(first.stderr()).contains("300 registrations (300 new)");
    assertThat(second.stdout()).contains("\"unchanged\" : 300").contains("\"dry_run\" : false");
    assertThat(registrations()).isEqualTo(300);
  }

  @Test
  void every_broken_row_is_named_with_its_line_and_nothing_is_kept() throws Exception {
    String slug = event();
    Path file =
        file(
            "people.csv",
            """
            Email,Status
            good@example.org,approved
            not an address,approved
            other@example.org,aproved
            """);

    CommandRun.Result result = run("import", file.toString(), "--event", slug);

    assertThat(result.exitCode()).isEqualTo(65);
    assertThat(result.stderr()).contains("line 3").contains("line 4").contains("aproved");
    assertThat(registrations()).isZero();
  }

  @Test
  void a_byte_order_mark_and_unknown_columns_are_taken_in_stride() throws Exception {
    String slug = event();
    Path file = file("people.csv", "\ufeffemail,T-Shirt Size\nkim@example.org,L\n");

    CommandRun.Result result = run("import", file.toString(), "--event", slug);

    assertThat(result.exitCode()).as(result.toString()).isZero();
    String attributes =
        db.database()
            .transaction(
                tx -> tx.dsl().select(REGISTRATION.ATTRIBUTES).from(REGISTRATION).fetchSingle())
            .value1()
            .data();
    assertThat(attributes).isEqualTo("{\"t_shirt_size\": \"L\"}");
  }

  @Test
  void a_dry_run_says_what_would_come_in_and_keeps_nothing() {
    CommandRun.Result result = run("import", "sample:market.yaml", "--dry-run");

    assertThat(result.exitCode()).isZero();
    assertThat(result.stderr()).contains("would import").contains("nothing was changed");
    assertThat(events()).isZero();
  }

  @Test
  void an_unreadable_file_an_unknown_event_and_a_missing_event_are_told_apart() throws Exception {
    Path csv = file("people.csv", "email\nkim@example.org\n");

    assertThat(run("import", folder.resolve("nowhere.yaml").toString()).exitCode()).isEqualTo(66);
    assertThat(run("import", csv.toString(), "--event", "nowhere").exitCode()).isEqualTo(66);
    assertThat(run("import", csv.toString()).exitCode()).isEqualTo(2);
  }

  @Test
  void an_unknown_key_variable_or_filter_in_a_campaign_file_is_named_with_its_line()
      throws Exception {
    run("import", "sample:market.yaml");
    Path file =
        file(
            "more.yaml",
            """
            scheduled_emails:
              - event: winter-night-market
                name: Typo
                trigger: 7 days before event at 09:00
                subject: Hello {{frist_name}}
                text: Hi
            """);

    CommandRun.Result result = run("import", file.toString());

    assertThat(result.exitCode()).isEqualTo(65);
    assertThat(result.stderr()).containsPattern("line \\d").contains("frist_name");
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db).run(args);
  }

  private String event() {
    return TestRows.in(db.database()).event().insert().getSlug();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  private int registrations() {
    return db.database().transaction(tx -> tx.dsl().fetchCount(REGISTRATION));
  }

  private int events() {
    return db.database().transaction(tx -> tx.dsl().fetchCount(EVENT));
  }
}
