package mailctl.cli;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.sandbox.MailboxMessage;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// An email of two versions, as an operator sees it, to a sandbox's mailbox.
final class VariantsCommandTest {
  private static final String VARIANTS =
      """
      variants:
        - name: a
        - name: b
          subject: Soon, {{first_name|friend}}
          text: |
            {{#if business_name}}Bring {{business_name}}!{{else}}Come!{{/if}} {{unsubscribe_link}}
      experiment:
        share: 50%
        min_recipients: 5
        max_complaints: 50%
      """;

  /// So many that no key leaves too few of a version to decide.
  private static final int PEOPLE = 160;

  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;
  private MailboxFixture it;

  @BeforeEach
  void anEmail() {
    it = new MailboxFixture(db);
    it.rows
        .scheduledEmail()
        .with(SCHEDULED_EMAIL.NAME, "Welcome")
        .with(SCHEDULED_EMAIL.TEXT, "Hello {{first_name|there}} {{unsubscribe_link}}")
        .insert();
    it.rows.registration().insert();
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        """
                        insert into registration (event_id, email, name, status)
                        select r.event_id, 'more-' || n || '@a.example', r.name, r.status
                        from registration r cross join generate_series(2, {0}) as n
                        """,
                        org.jooq.impl.DSL.inline(PEOPLE)));
  }

  @AfterEach
  void close() {
    it.close();
  }

  @Test
  void from_the_file_to_the_winner_in_everybodys_mailbox() throws IOException {
    edit(VARIANTS);
    assertThat(it.run("preview", "--id", "1", "--variant", "b", "--part", "subject").stdout())
        .isEqualTo("Soon, Kim\n");
    assertThat(it.run("preview", "--id", "1", "--part", "subject").stdout())
        .isEqualTo("See you soon\n");
    assertThat(it.run("plan", "--id", "1").stdout())
        .contains(
            "\n  variant a first: ", "\n  variant b first: ", "\n  wait for the better variant: ")
        .contains(
            "\n  variant a, everybody: " + PEOPLE, "\n  variant b, no business_name: " + PEOPLE);

    CommandRun.Result sent = it.run("send", "--plan", "1");

    assertThat(sent.exitCode()).as(sent.toString()).isZero();
    assertThat(sent.stderr()).contains("  variants: running until 2026-06-02T12:00:00Z; ");
    List<DeliveryRecord> first = tested();
    assertThat(it.mailbox()).hasSize(first.size());
    assertThat(it.run("inspect", "delivery", id(rest().getFirst())).stdout())
        .contains("it waits until it is decided which variant goes to the rest");

    assertThat(it.run("inspect", "emails").stdout()).contains("sending (variants: not decided)");
    click("b");
    CommandRun.Result sweep = it.run("sweep");
    assertThat(sweep.stderr()).contains("variants decided 1");
    assertThat(it.run("sweep").exitCode()).isZero();

    assertThat(it.mailbox()).hasSize(PEOPLE);
    for (DeliveryRecord each : deliveries()) {
      assertThat(each.getVariant()).isEqualTo(each.getTested() ? each.getVariant() : "b");
      assertThat(subject(each))
          .isEqualTo(each.getVariant().equals("a") ? "See you soon" : "Soon, Kim");
    }
    assertThat(it.run("verify", "--all").exitCode()).isZero();
    assertThat(it.run("inspect", "delivery", id(first.getFirst())).stdout())
        .contains(first.getFirst().getVariant() + ", went first");
    assertThat(it.run("why", rest().getFirst().getEmail(), "--email", "1").stdout())
        .contains("\nvariant\tb\n");
    assertThat(it.run("schedule", "variants", "1").stdout())
        .contains("50% go first; by clicks, alpha 0.05", "b won (by mailctl): a: 0 of ", "p = ");
    CommandRun.Result stats = it.run("stats", "--id", "1", "--variants");
    assertThat(stats.stdout()).contains("b won (by mailctl)", "\nb\trest\t");
    assertThat(it.run("stats", "--id", "1", "--variants", "--json").stdout())
        .contains(
            "\"state\" : \"decided\"",
            "\"winner\" : \"b\"",
            "\"leader\" : \"b\"",
            "\"rate\" : 1.0",
            "\"rate_low\" : ",
            "\"p\" : ");
    assertThat(it.run("inspect", "emails").stdout()).contains("sent (variants: b won)");
    assertThat(it.run("schedule", "show", "1").stdout()).contains("variants\ta or b; b won");
    assertThat(it.run("schedule", "edit", "1", "--no-variants").stderr())
        .contains("is sent; it cannot be edited");
  }

  @Test
  void a_person_decides_after_being_asked_and_once() throws IOException {
    edit(VARIANTS);
    assertThat(it.run("schedule", "decide", "1", "--winner", "b", "--yes").stderr())
        .contains("has not started: nothing is to be decided yet");
    it.run("send", "--id", "1");
    int waiting = rest().size();

    assertThat(it.run("schedule", "decide", "1", "--winner", "b").exitCode()).isEqualTo(2);
    assertThat(it.run("schedule", "decide", "1", "--winner", "b", "--dry-run").stderr())
        .contains("b won (by ", "dry run: nothing was changed");
    assertThat(it.run("schedule", "variants", "1").stdout()).contains("running until");
    assertThat(it.run("schedule", "decide", "1", "--winner", "z", "--yes").stderr())
        .contains("there is no variant z of scheduled email 1: it is a or b");
    CommandRun.Result stopped =
        it.run("schedule", "decide", "1", "--stop", "--yes", "--by", "kim", "--json");

    assertThat(stopped.exitCode()).as(stopped.toString()).isZero();
    assertThat(stopped.stdout())
        .contains("\"state\" : \"stopped\"", "\"given\" : " + waiting, "\"decided_by\" : \"kim\"");
    assertThat(it.run("schedule", "decide", "1", "--winner", "b", "--yes").exitCode()).isEqualTo(1);
    it.run("sweep");
    assertThat(rest()).allSatisfy(each -> assertThat(each.getVariant()).isEqualTo("a"));
    assertThat(it.mailbox()).hasSize(PEOPLE);
  }

  @Test
  void every_version_is_looked_at_before_it_goes() throws IOException {
    edit(VARIANTS.replace("Soon, {{first_name|friend}}", "x".repeat(100)));

    assertThat(it.run("lint", "--id", "1").stdout()).contains("the subject has 100 characters");
    assertThat(it.run("preview", "--id", "1", "--branches").stdout())
        .contains(
            "=== variant a, everybody: " + PEOPLE, "=== variant b, no business_name: " + PEOPLE);
    assertThat(it.run("preview", "--id", "1", "--branches", "--variant", "a").stdout())
        .contains("variant a")
        .doesNotContain("variant b");
    assertThat(it.run("preview", "--id", "1", "--variant", "c").stderr())
        .contains("scheduled email 1 has no variant c: it is a or b");
    String plan = it.run("plan", "--id", "1").stdout();
    edit(VARIANTS.replace("Come!", "Do come!"));
    assertThat(it.run("send", "--plan", "1").exitCode()).as(plan).isEqualTo(1);
    assertThat(it.mailbox()).isEmpty();
  }

  @Test
  void what_is_wrong_is_said_and_nothing_is_changed() throws IOException {
    for (String wrong :
        List.of(
            "variants: []",
            VARIANTS.replace("{{first_name|friend}}", "{{nobody}}"),
            VARIANTS.replace("50%", "half"),
            VARIANTS.replace("- name: b\n", "- name: b\n    weight: 30\n"))) {
      Path file = Files.writeString(folder.resolve("wrong.yaml"), wrong);
      CommandRun.Result result = it.run("schedule", "edit", "1", "--variants", file.toString());
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(65);
      assertThat(result.stderr()).doesNotContain("Exception");
    }
    assertThat(it.run("schedule", "variants", "1").stderr()).contains("has no variants");
    assertThat(it.run("stats", "--variants").exitCode()).isEqualTo(2);
    assertThat(it.run("stats", "--id", "9", "--variants").exitCode()).isEqualTo(66);
    assertThat(it.run("schedule", "decide", "1", "--winner", "b", "--stop").exitCode())
        .isEqualTo(2);
    assertThat(it.run("schedule", "decide", "1").exitCode()).isEqualTo(2);
    assertThat(it.run("schedule", "edit", "1", "--variants", "x", "--no-variants").exitCode())
        .isEqualTo(2);
  }

  @Test
  void the_numbers_of_a_templates_email_are_added_up_across_events() {
    Path folderOfFile = folder;
    String yaml =
        """
        organizations:
          - {slug: lake, name: Lake, email: hello@lake.example, time_zone: America/Chicago}
        events:
          - {slug: one, organization: lake, title: One, status: live, event_date: 2026-09-01}
          - {slug: two, organization: lake, title: Two, status: live, event_date: 2026-09-02}
        templates:
          - name: Season
            organization: lake
            default: true
            emails:
              - name: Hello
                trigger: 7 days before event at 09:00
                subject: Hello
                text: Hello {{unsubscribe_link}}
        """;
    Path file = write(folderOfFile.resolve("campaign.yaml"), yaml);
    assertThat(it.run("import", file.toString()).exitCode()).isZero();
    it.run("schedule", "generate", "--event", "one");
    it.run("schedule", "generate", "--event", "two");

    assertThat(it.run("stats", "--by", "template").stdout())
        .startsWith("lake/Season\t1\tHello\t2\t2\t0\t0\t0\t");
    assertThat(it.run("stats", "--by", "template", "--event", "one", "--json").stdout())
        .contains("\"template_name\" : \"Season\"", "\"scheduled_emails\" : 1", "\"events\" : 1");
  }

  private void edit(String variants) throws IOException {
    Path file = Files.writeString(folder.resolve("variants.yaml"), variants);
    CommandRun.Result result = it.run("schedule", "edit", "1", "--variants", file.toString());
    assertThat(result.exitCode()).as(result.toString()).isZero();
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void click(String variant) {
    it.clock.tick(Duration.ofMinutes(20));
    List<String> arguments = new ArrayList<>(List.of("simulate", "click", "--direct"));
    for (DeliveryRecord each : tested()) {
      if (variant.equals(each.getVariant())) {
        arguments.addAll(List.of("--delivery", id(each)));
      }
    }
    CommandRun.Result result = it.run(arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.toString()).isZero();
  }

  private String subject(DeliveryRecord delivery) {
    return it.mailbox().stream()
        .filter(message -> message.to().equals(delivery.getEmail()))
        .map(MailboxMessage::subject)
        .findFirst()
        .orElseThrow();
  }

  private static String id(DeliveryRecord delivery) {
    return Long.toString(delivery.getId());
  }

  private List<DeliveryRecord> tested() {
    return deliveries().stream().filter(DeliveryRecord::getTested).toList();
  }

  private List<DeliveryRecord> rest() {
    return deliveries().stream().filter(each -> !each.getTested()).toList();
  }

  private List<DeliveryRecord> deliveries() {
    return db.database()
        .transaction(tx -> List.copyOf(tx.dsl().selectFrom(DELIVERY).orderBy(DELIVERY.ID).fetch()));
  }
}
