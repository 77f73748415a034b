package mailctl.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mailctl.audience.EventId;
import mailctl.audience.Organization;
import mailctl.database.Refusal;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class GenerationTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  private CampaignSetup campaign;
  private EventId event;
  private Organization organization;
  private Templates templates;
  private Generation generation;
  private final TemplateStore store = new TemplateStore();

  @BeforeEach
  void season() {
    campaign = new CampaignSetup(db.database());
    event = campaign.event();
    organization = campaign.in(tx -> campaign.organizations.require(tx, "lakeside"));
    templates = new Templates(campaign.clock);
    generation =
        new Generation(
            campaign.clock, db.database().location(), campaign.events, campaign.organizations);
    save(
        item("Reminder", "countdown", "7 days before event at 09:00", true),
        item("Payment", "money", "3 days before payment deadline at 09:00", true),
        item("Off", "countdown", "1 day before event at 09:00", false),
        item("Thanks", "", "1 day after event at 09:00", true));
  }

  @Test
  void one_email_for_each_enabled_item_and_never_a_second() {
    Generation.Result first = generate(Generation.Selection.ALL);
    Generation.Result again = generate(Generation.Selection.ALL);

    assertThat(outcomes(first)).containsExactly("1 MADE", "2 MADE", "3 DISABLED", "4 MADE");
    assertThat(outcomes(again)).containsExactly("1 THERE", "2 THERE", "3 DISABLED", "4 THERE");
    assertThat(standings())
        .containsExactly(
            "Reminder scheduled 2026-06-08T14:00:00Z",
            "Thanks scheduled 2026-06-16T14:00:00Z",
            "Payment paused (no date)");
  }

  @Test
  void what_was_renamed_edited_or_cancelled_on_the_schedule_is_still_that_item() {
    ScheduledEmail made =
        generate(Generation.Selection.ALL).lines().getFirst().email().orElseThrow();
    campaign.in(
        tx ->
            campaign.schedule.edit(
                tx,
                made.id(),
                new EmailChange(
                    Optional.of("Another name"),
                    Optional.empty(),
                    Optional.of("Another subject"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())));
    campaign.in(tx -> campaign.control.cancel(tx, made.id(), "kim"));

    assertThat(outcomes(generate(Generation.Selection.ALL))).contains("1 THERE");
    assertThat(standings()).hasSize(3);
  }

  @Test
  void items_that_change_places_or_names_keep_their_emails() {
    generate(Generation.Selection.ALL);
    save(
        item("News", "", "2 days before event at 09:00", true),
        item("Thanks", "", "1 day after event at 09:00", true),
        item("Reminder", "countdown", "7 days before event at 09:00", true),
        item("Off, too", "countdown", "1 day before event at 09:00", false));

    assertThat(outcomes(generate(Generation.Selection.ALL)))
        .containsExactly("1 MADE", "2 THERE", "3 THERE", "4 DISABLED");
  }

  @Test
  void an_event_that_is_not_live_keeps_them_waiting_and_going_live_holds_what_is_overdue() {
    campaign.update(event, "status", "draft");
    campaign.clock.set(Instant.parse("2026-06-10T12:00:00Z"));
    generate(Generation.Selection.ALL);
    assertThat(standings())
        .containsExactly(
            "Reminder paused (event not live) 2026-06-08T14:00:00Z",
            "Thanks paused (event not live) 2026-06-16T14:00:00Z",
            "Payment paused (event not live)");

    EventUpdate.Result live = campaign.update(event, "status", "live");

    assertThat(live.emails()).hasSize(3);
    assertThat(standings())
        .containsExactly(
            "Reminder held (late) 2026-06-08T14:00:00Z",
            "Thanks scheduled 2026-06-16T14:00:00Z",
            "Payment paused (no date)");
  }

  @Test
  void what_is_overdue_when_a_live_event_is_filled_is_held() {
    campaign.clock.set(Instant.parse("2026-06-10T12:00:00Z"));

    generate(Generation.Selection.ALL);

    assertThat(standings()).contains("Reminder held (late) 2026-06-08T14:00:00Z");
  }

  @Test
  void a_selection_takes_categories_and_places_and_refuses_what_is_not_there() {
    assertThat(outcomes(generate(selection(Set.of("countdown"), Set.of()))))
        .containsExactly("1 MADE", "3 DISABLED");
    assertThat(outcomes(generate(selection(Set.of(), Set.of(2, 4)))))
        .containsExactly("2 MADE", "4 MADE");
    assertThatThrownBy(() -> generate(selection(Set.of("mony"), Set.of())))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("did you mean 'money'?");
    assertThatThrownBy(() -> generate(selection(Set.of(), Set.of(5))))
        .hasMessage("the template has 4 emails, not 5");
  }

  @Test
  void a_name_that_another_email_has_is_left_out_and_said() {
    campaign.create(event, "Thanks", "2 days after event at 09:00");

    assertThat(outcomes(generate(Generation.Selection.ALL))).contains("4 NAME_TAKEN");
  }

  @Test
  void without_a_default_a_template_must_be_named() {
    campaign.in(tx -> tx.dsl().execute("update campaign_template set is_default = false"));

    assertThatThrownBy(() -> generate(Generation.Selection.ALL))
        .isInstanceOf(Refusal.class)
        .hasMessage("lakeside has no default template");
  }

  @Test
  void two_at_once_make_each_email_once() throws Exception {
    List<Callable<Generation.Result>> both =
        List.of(() -> generate(Generation.Selection.ALL), () -> generate(Generation.Selection.ALL));
    int made = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Generation.Result> each : threads.invokeAll(both)) {
        made += each.get().of(Generation.Outcome.MADE).size();
      }
    }

    assertThat(made).isEqualTo(3);
    assertThat(standings()).hasSize(3);
  }

  @Test
  void a_template_in_use_stays_and_one_that_is_not_goes() {
    TemplateStore.Summary season = summary("Season");
    campaign.in(
        tx -> templates.copy(tx, store.find(tx, season.id()).orElseThrow(), organization, "Copy"));
    generate(Generation.Selection.ALL);

    assertThatThrownBy(() -> delete(season))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.CONFLICT))
        .hasMessage("template 'Season' is in use by summer-fair (3 emails); it stays");
    delete(summary("Copy"));

    List<TemplateStore.Summary> left = campaign.in(tx -> store.list(tx, Optional.empty()));
    assertThat(left).hasSize(1);
  }

  @Test
  void an_organization_has_one_default_at_most() {
    campaign.in(
        tx ->
            templates.copy(
                tx, store.find(tx, summary("Season").id()).orElseThrow(), organization, "Copy"));
    TemplateStore.Summary copy = summary("Copy");
    assertThat(copy.isDefault()).isFalse();

    campaign.in(
        tx -> {
          templates.makeDefault(tx, copy);
          return true;
        });

    assertThat(summary("Copy").isDefault()).isTrue();
    assertThat(summary("Season").isDefault()).isFalse();
    assertThatThrownBy(
            () ->
                campaign.in(
                    tx ->
                        templates.copy(
                            tx, store.find(tx, copy.id()).orElseThrow(), organization, "Copy")))
        .hasMessageContaining("has a template 'Copy' already");
  }

  @Test
  void the_edited_emails_of_an_event_become_a_template_that_makes_the_same_again() {
    ScheduledEmail made =
        generate(Generation.Selection.ALL).lines().getFirst().email().orElseThrow();
    campaign.in(
        tx -> campaign.schedule.move(tx, made.id(), Trigger.parse("5 days before event at 09:00")));
    campaign.create(event, "By hand", "at 2026-05-01 09:00");

    campaign.in(
        tx ->
            templates.saveFrom(
                tx, campaign.events.require(tx, event), organization, "Kept", "", false));

    CampaignTemplate kept = campaign.in(tx -> store.find(tx, summary("Kept").id())).orElseThrow();
    assertThat(kept.items().stream().map(it -> it.draft().name() + "/" + it.category()))
        .containsExactly("Reminder/countdown", "Payment/money", "Thanks/", "By hand/");
    assertThat(kept.items().getFirst().draft().trigger().text())
        .isEqualTo("5 days before event at 09:00");
    assertThatThrownBy(
            () ->
                campaign.in(
                    tx ->
                        templates.saveFrom(
                            tx,
                            campaign.events.require(tx, event),
                            organization,
                            "Kept",
                            "",
                            false)))
        .hasMessageContaining("has a template 'Kept' already");
  }

  private void save(CampaignTemplate.Item... items) {
    campaign.in(
        tx ->
            templates.save(
                tx, organization.id(), new CampaignTemplate("Season", "", true, List.of(items))));
  }

  private void delete(TemplateStore.Summary template) {
    campaign.in(
        tx -> {
          templates.delete(tx, template);
          return true;
        });
  }

  private TemplateStore.Summary summary(String name) {
    return campaign.in(tx -> store.list(tx, Optional.empty())).stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Generation.Result generate(Generation.Selection selection) {
    return campaign.in(tx -> generation.generate(tx, event, Optional.empty(), selection));
  }

  private static Generation.Selection selection(Set<String> categories, Set<Integer> positions) {
    return new Generation.Selection(new TreeSet<>(categories), new TreeSet<>(positions));
  }

  private static List<String> outcomes(Generation.Result result) {
    return result.lines().stream().map(line -> line.position() + " " + line.outcome()).toList();
  }

  private List<String> standings() {
    List<String> standings = new ArrayList<>();
    for (ScheduledEmail email :
        campaign.in(tx -> campaign.schedule.list(tx, Optional.of(event), Set.of()))) {
      standings.add(email.name() + " " + campaign.standing(email));
    }
    return standings;
  }

  private static CampaignTemplate.Item item(
      String name, String category, String trigger, boolean enabled) {
    return new CampaignTemplate.Item(CampaignSetup.draft(name, trigger), category, enabled);
  }
}
