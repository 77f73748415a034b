package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import mailctl.audience.Event;
import mailctl.audience.Organization;
import mailctl.audience.OrganizationId;
import mailctl.audience.RecipientFilter;
import mailctl.audience.Saved;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// What people do to campaign templates. Everything here refuses with a `Refusal` and then has
/// changed nothing.
public final class Templates {
  private final InstantSource clock;
  private final TemplateStore store = new TemplateStore();
  private final TemplateItemStore items = new TemplateItemStore();
  private final ScheduleStore schedule = new ScheduleStore();
  private final ExperimentStore experiments = new ExperimentStore();

  public Templates(InstantSource clock) {
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Inserts the template, or brings the one of its name in line.
  public Saved<Long> save(Tx tx, OrganizationId organization, CampaignTemplate template) {
    Optional<Long> found = store.findByName(tx, organization, template.name());
    if (found.isEmpty()) {
      long id = store.insert(tx, organization, template, clock.instant());
      return new Saved<>(id, Saved.Outcome.INSERTED);
    }
    if (store.find(tx, found.get()).filter(template::equals).isPresent()) {
      return new Saved<>(found.get(), Saved.Outcome.UNCHANGED);
    }
    store.replace(tx, found.get(), organization, template, clock.instant());
    return new Saved<>(found.get(), Saved.Outcome.UPDATED);
  }

  /// A new template with the emails of another, of the same organization or another one; never the
  /// default.
  ///
  /// @throws Refusal (CONFLICT) when the organization has one of that name
  public long copy(Tx tx, CampaignTemplate template, Organization to, String name) {
    refuseName(tx, to, name);
    CampaignTemplate copy =
        new CampaignTemplate(checked(name), template.description(), false, template.items());
    return store.insert(tx, to.id(), copy, clock.instant());
  }

  /// Keeps the emails of an event, as they stand now, as a template; what was cancelled is left
  /// out. They are in the order of the template that they came from, then by due time.
  ///
  /// @param replace whether one of that name may be overwritten
  public Saved<Long> saveFrom(
      Tx tx,
      Event event,
      Organization organization,
      String name,
      String description,
      boolean replace) {
    Optional<Long> found = store.findByName(tx, organization.id(), checked(name));
    if (!replace) {
      refuseName(tx, organization, name);
    }
    List<CampaignTemplate.Item> emails = itemsOf(tx, event);
    if (emails.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "event " + event.slug() + " has no emails to keep",
          "mailctl schedule list --event " + event.slug());
    }
    Optional<CampaignTemplate> before = found.flatMap(id -> store.find(tx, id));
    String words =
        description.isBlank()
            ? before.map(CampaignTemplate::description).orElse("From event " + event.slug())
            : description.strip();
    boolean isDefault = before.map(CampaignTemplate::isDefault).orElse(false);
    try {
      return save(
          tx, organization.id(), new CampaignTemplate(name.strip(), words, isDefault, emails));
    } catch (IllegalArgumentException e) {
      throw new Refusal(Refusal.Kind.CONFLICT, String.valueOf(e.getMessage()));
    }
  }

  private List<CampaignTemplate.Item> itemsOf(Tx tx, Event event) {
    Map<ScheduledEmailId, TemplateItemStore.Stored> from = items.ofEmails(tx, event.id());
    int last = CampaignTemplate.MAX_ITEMS + 1;
    List<ScheduledEmail> emails =
        new ArrayList<>(schedule.list(tx, Optional.of(event.id()), Set.of()));
    emails.removeIf(email -> email.status() == ScheduledEmailStatus.CANCELLED);
    // The list is by due time, and sorting keeps that order among equals.
    emails.sort(
        Comparator.comparingInt(
            email -> from.containsKey(email.id()) ? from.get(email.id()).position() : last));
    return emails.stream()
        .map(
            email ->
                new CampaignTemplate.Item(
                    draft(email).with(experiments.of(tx, email.id())),
                    from.containsKey(email.id()) ? from.get(email.id()).item().category() : "",
                    true))
        .toList();
  }

  private static Draft draft(ScheduledEmail email) {
    EmailContent content = email.content();
    return new Draft(
        email.name(),
        email.kind(),
        new EmailContent(
            content.subject(),
            content.html(),
            content.text(),
            RecipientFilter.ofJson(content.filter()).toJson()),
        Trigger.parse(email.trigger()));
  }

  /// The one that events of the organization start from when no other is named.
  public void makeDefault(Tx tx, TemplateStore.Summary template) {
    store.makeDefault(tx, template.id(), template.organization(), clock.instant());
  }

  /// @throws Refusal (CONFLICT) when emails were made from it: that is how they know what they are,
  ///   and that no event gets one of them twice
  public void delete(Tx tx, TemplateStore.Summary template) {
    store.lock(tx, template.id());
    SortedMap<String, Integer> uses = store.uses(tx, template.id());
    if (!uses.isEmpty()) {
      String events =
          uses.entrySet().stream()
              .map(use -> use.getKey() + " (" + emails(use.getValue()) + ")")
              .collect(Collectors.joining(", "));
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "template '" + template.name() + "' is in use by " + events + "; it stays",
          "mailctl template show " + template.id());
    }
    store.delete(tx, template.id());
  }

  private static String emails(int count) {
    return count == 1 ? "1 email" : count + " emails";
  }

  private static String checked(String name) {
    if (name.isBlank()) {
      throw new Refusal(Refusal.Kind.USAGE, "a template has a name");
    }
    return name.strip();
  }

  private void refuseName(Tx tx, Organization organization, String name) {
    store
        .findByName(tx, organization.id(), checked(name))
        .ifPresent(
            other -> {
              throw new Refusal(
                  Refusal.Kind.CONFLICT,
                  organization.slug() + " has a template '" + name.strip() + "' already: " + other,
                  "choose another name");
            });
  }
}
