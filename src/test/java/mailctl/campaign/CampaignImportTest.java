package mailctl.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import mailctl.audience.EventId;
import mailctl.database.Refusal;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class CampaignImportTest {
  private static final String FILE =
      """
      organizations:
        - slug: lakeside
          name: Lakeside Markets
          email: hello@lakeside.example.org
          time_zone: America/Chicago
      events:
        - slug: fair
          organization: lakeside
          title: Summer Fair
          status: live
          event_date: 2026-06-15
          attributes:
            categories: [Food, Art]
      templates:
        - name: Season
          organization: lakeside
          emails:
            - name: Welcome
              trigger: on_application_open
              days: 1
              subject: Welcome to [eventName]
              text: Hello {{unsubscribe_link}}
      scheduled_emails:
        - event: fair
          name: Reminder
          trigger: days_before_event
          days: 7
          time: "08:30"
          filter: {status: [approved, confirmed]}
          subject: Soon it is {{event_title}}
          html: |
            <p>Hello {{first_name|there}} {{unsubscribe_link}}</p>
      """;

  @RegisterExtension final TestDatabase db = new TestDatabase();

  private CampaignSetup campaign;

  @BeforeEach
  void setUp() {
    campaign = new CampaignSetup(db.database());
  }

  @Test
  void a_file_brings_everything_and_again_nothing() {
    ImportCounts first = imports(FILE);
    ImportCounts again = imports(FILE);

    ImportCounts.Count one = new ImportCounts.Count(1, 0, 0);
    ImportCounts.Count none = new ImportCounts.Count(0, 0, 1);
    assertThat(first).isEqualTo(new ImportCounts(one, one, one, one));
    assertThat(again).isEqualTo(new ImportCounts(none, none, none, none));
    ScheduledEmail email = email("Reminder");
    assertThat(email.trigger()).isEqualTo("7 days before event at 08:30");
    assertThat(campaign.standing(email)).isEqualTo("scheduled 2026-06-08T13:30:00Z");
  }

  @Test
  void the_older_syntax_of_variables_is_brought_into_the_present_one() {
    imports(FILE);
    TemplateStore templates = new TemplateStore();

    TemplateStore.Summary summary =
        campaign.in(tx -> templates.list(tx, Optional.empty())).getFirst();
    assertThat(summary.items()).isEqualTo(1);
    CampaignTemplate template = campaign.in(tx -> templates.find(tx, summary.id())).orElseThrow();
    assertThat(template.items().getFirst().draft().content().subject())
        .isEqualTo("Welcome to {{event_title}}");
  }

  @Test
  void a_changed_file_updates_what_it_names_and_moves_the_schedule() {
    imports(FILE);
    ImportCounts counts =
        imports(
            FILE.replace("2026-06-15", "2026-06-22")
                .replace("Hello {{first_name|there}}", "Dear {{first_name|vendor}}")
                .replace("text: Hello", "text: Dear vendor"));

    ImportCounts.Count updated = new ImportCounts.Count(0, 1, 0);
    assertThat(counts)
        .isEqualTo(new ImportCounts(new ImportCounts.Count(0, 0, 1), updated, updated, updated));
    ScheduledEmail email = email("Reminder");
    assertThat(campaign.standing(email)).isEqualTo("scheduled 2026-06-15T13:30:00Z");
    assertThat(email.html()).contains("Dear");
  }

  @Test
  void another_time_zone_moves_the_schedule() {
    imports(FILE);
    imports(FILE.replace("America/Chicago", "America/New_York"));

    assertThat(campaign.standing(email("Reminder"))).isEqualTo("scheduled 2026-06-08T12:30:00Z");
  }

  @Test
  void an_email_that_has_started_is_left_alone_and_a_changed_one_is_an_error() {
    imports(FILE);
    ScheduledEmail email = email("Reminder");
    campaign.in(tx -> campaign.store.markSending(tx, email.id(), campaign.clock.instant()));

    assertThat(imports(FILE).emails().unchanged()).isEqualTo(1);
    assertThatThrownBy(() -> imports(FILE.replace("Soon it is", "Now it is")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("line 24: scheduled email 1 'Reminder' has started sending");
  }

  @Test
  void every_problem_is_named_with_its_line_and_nothing_is_stored() {
    String bad =
        FILE.replace("America/Chicago", "America/Chicgo")
            .replace("status: live", "status: lve")
            .replace("event_date: 2026-06-15", "event_dat: 2026-06-15")
            .replace("days: 7", "days: seven")
            .replace("{status: [approved", "{status: [aproved")
            .replace("{{first_name|there}}", "{{frist_name|there}}");

    assertThatThrownBy(() -> imports(bad))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.DATA))
        .hasMessageContaining("market.yaml has 5 problems; nothing was imported")
        .hasMessageContaining("line 5: there is no time zone 'America/Chicgo'; did you mean")
        .hasMessageContaining("line 10: there is no event status 'lve'; did you mean 'live'?")
        .hasMessageContaining("line 11: an event has no 'event_dat'; did you mean 'event_date'?")
        .hasMessageContaining("line 27: days is a whole number, not 'seven'")
        .hasMessageContaining("line 29: unknown status 'aproved'");
    assertThat(campaign.in(tx -> campaign.organizations.list(tx)).size()).isZero();
  }

  @Test
  void an_unknown_variable_is_named_with_the_line_in_its_block() {
    assertThatThrownBy(() -> imports(FILE.replace("{{first_name|", "{{frist_name|")))
        .hasMessageContaining("line 32:")
        .hasMessageContaining("frist_name");
  }

  @Test
  void an_event_and_an_organization_that_do_not_exist_are_problems_of_their_lines() {
    assertThatThrownBy(() -> imports(FILE.replace("event: fair", "event: fare")))
        .hasMessageContaining("line 24: no event fare");
    assertThat(campaign.in(tx -> campaign.organizations.list(tx)).size()).isZero();
  }

  @Test
  void what_is_no_yaml_and_what_comes_twice_is_refused() {
    assertThatThrownBy(() -> imports("events:\n  - slug: 'x\n"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("not YAML");
    assertThatThrownBy(() -> imports("")).hasMessageContaining("is empty");
    assertThatThrownBy(() -> imports("- a\n- b\n"))
        .hasMessageContaining("line 1: the file is written as keys and values");
    assertThatThrownBy(() -> imports("events:\n  - {slug: x, title: X}\n  - {slug: x, title: Y}\n"))
        .hasMessageContaining("line 3: event x comes twice");
  }

  @Test
  void the_sample_is_good_and_its_first_email_is_due_at_once() {
    ImportCounts counts = imports(sample());

    assertThat(counts.emails().inserted()).isEqualTo(4);
    assertThat(email("Welcome").status()).isEqualTo(ScheduledEmailStatus.SCHEDULED);
    assertThat(email("Payment reminder").status()).isEqualTo(ScheduledEmailStatus.SCHEDULED);
  }

  private ImportCounts imports(String yaml) {
    return campaign.in(tx -> campaign.imports.store(tx, CampaignFile.read("market.yaml", yaml)));
  }

  private ScheduledEmail email(String name) {
    Optional<EventId> any = Optional.empty();
    return campaign.in(tx -> campaign.schedule.list(tx, any, Set.of())).stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String sample() {
    try (InputStream in = CampaignImportTest.class.getResourceAsStream("/samples/market.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
