package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import mailctl.audience.Event;
import mailctl.audience.EventId;
import mailctl.audience.EventStatus;
import mailctl.audience.EventStore;
import mailctl.audience.EventValues;
import mailctl.audience.Organization;
import mailctl.audience.OrganizationId;
import mailctl.audience.OrganizationStore;
import mailctl.audience.Saved;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// Stores what a campaign file says, all of it or nothing. What is there already is brought in
/// line; what the file does not name stays as it is; what has started sending is never changed.
public final class CampaignImport {
  private final OrganizationStore organizations;
  private final EventStore events;
  private final EventUpdate eventUpdate;
  private final ScheduleStore schedule = new ScheduleStore();
  private final Templates templates;
  private final EmailImport emails;

  public CampaignImport(
      InstantSource clock,
      OrganizationStore organizations,
      EventStore events,
      EventUpdate eventUpdate,
      Schedule schedule) {
    this.templates = new Templates(requireNonNull(clock, "clock is null"));
    this.organizations = requireNonNull(organizations, "organizations is null");
    this.events = requireNonNull(events, "events is null");
    this.eventUpdate = requireNonNull(eventUpdate, "eventUpdate is null");
    this.emails = new EmailImport(requireNonNull(schedule, "schedule is null"));
  }

  /// @throws mailctl.database.Refusal of kind DATA that names every problem with its line; the
  ///   transaction must not be committed then
  public ImportCounts store(Tx tx, CampaignFile file) {
    ImportProblems problems = new ImportProblems(file.name());
    ImportCounts.Counter counter = new ImportCounts.Counter();
    file.organizations()
        .forEach(
            entry ->
                problems.attempt(
                    entry.line(),
                    () ->
                        counter.organizations.add(
                            organizations.save(tx, entry.values()).outcome())));
    file.organizations().forEach(entry -> follow(tx, entry));
    file.events()
        .forEach(
            entry -> problems.attempt(entry.line(), () -> counter.events.add(save(tx, entry))));
    file.templates()
        .forEach(
            entry -> problems.attempt(entry.line(), () -> counter.templates.add(save(tx, entry))));
    file.emails()
        .forEach(
            entry ->
                problems.attempt(
                    entry.line(),
                    () ->
                        counter.emails.add(
                            emails.store(
                                tx, events.require(tx, entry.event()).id(), entry.draft()))));
    problems.throwIfAny();
    return counter.counts();
  }

  /// The zone may have changed, and with it every local time.
  private void follow(Tx tx, CampaignFile.OrganizationEntry entry) {
    organizations
        .findBySlug(tx, entry.values().slug())
        .ifPresent(
            organization ->
                schedule
                    .eventsOf(tx, organization.id())
                    .forEach(event -> eventUpdate.follow(tx, event)));
  }

  private Saved.Outcome save(Tx tx, CampaignFile.EventEntry entry) {
    Optional<Event> found = events.findBySlug(tx, entry.slug());
    Optional<Organization> organization =
        entry.organization().map(slug -> organizations.require(tx, slug));
    if (found.isPresent()) {
      Event event = found.get();
      if (organization.filter(it -> !it.id().equals(event.organization())).isPresent()) {
        throw new Refusal(
            Refusal.Kind.CONFLICT, "event " + entry.slug() + " belongs to another organization");
      }
      EventUpdate.Result result = eventUpdate.update(tx, event.id(), entry.fields());
      return result.before().equals(result.after())
          ? Saved.Outcome.UNCHANGED
          : Saved.Outcome.UPDATED;
    }
    OrganizationId owner =
        organization
            .orElseThrow(() -> new Refusal(Refusal.Kind.DATA, "an event needs organization"))
            .id();
    EventId id = events.save(tx, blank(owner, entry)).id();
    eventUpdate.update(tx, id, entry.fields());
    return Saved.Outcome.INSERTED;
  }

  private static EventValues blank(OrganizationId organization, CampaignFile.EventEntry entry) {
    return new EventValues(
        organization,
        entry.slug(),
        entry.fields().getOrDefault("title", ""),
        "",
        EventStatus.DRAFT,
        Optional.empty(),
        Optional.empty(),
        "",
        "",
        "",
        "",
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  private Saved.Outcome save(Tx tx, CampaignFile.TemplateEntry entry) {
    OrganizationId organization = organizations.require(tx, entry.organization()).id();
    return templates.save(tx, organization, entry.template()).outcome();
  }
}
