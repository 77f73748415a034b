package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import mailctl.audience.Event;
import mailctl.audience.EventStatus;
import mailctl.audience.EventStore;
import mailctl.audience.Organization;
import mailctl.audience.OrganizationStore;
import mailctl.campaign.ExperimentStore;
import mailctl.campaign.Happening;
import mailctl.campaign.PartialStore;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.ScheduledEmailStore;
import mailctl.database.DatabaseLocation;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// Looks up scheduled emails together with what they belong to.
final class Emails {
  private final ScheduledEmailStore emails;
  private final EventStore events;
  private final OrganizationStore organizations;
  private final DatabaseLocation location;
  private final PartialStore partials = new PartialStore();
  private final ExperimentStore experiments = new ExperimentStore();
  private final BulletinStore bulletins = new BulletinStore();

  Emails(
      ScheduledEmailStore emails,
      EventStore events,
      OrganizationStore organizations,
      DatabaseLocation location) {
    this.emails = requireNonNull(emails, "emails is null");
    this.events = requireNonNull(events, "events is null");
    this.organizations = requireNonNull(organizations, "organizations is null");
    this.location = requireNonNull(location, "location is null");
  }

  /// @throws Refusal when there is no such email
  EmailInPlace find(Tx tx, ScheduledEmailId id) {
    return inPlace(tx, emails.find(tx, id).orElseThrow(() -> unknown(id)));
  }

  /// As `find`, and nobody else changes it until the transaction ends.
  EmailInPlace lock(Tx tx, ScheduledEmailId id) {
    return inPlace(tx, emails.lock(tx, id).orElseThrow(() -> unknown(id)));
  }

  ScheduledEmailStore store() {
    return emails;
  }

  static boolean isLive(EmailInPlace email) {
    return email.event().status() == EventStatus.LIVE;
  }

  /// It starts: what its templates include changes no more.
  void freeze(Tx tx, ScheduledEmail email) {
    partials.freeze(tx, email);
  }

  private EmailInPlace inPlace(Tx tx, ScheduledEmail email) {
    Event event = toldIn(tx, email, events.require(tx, email.event()));
    Organization organization = organizations.require(tx, event.organization());
    return new EmailInPlace(
        email, event, organization, partials.of(tx, email), experiments.of(tx, email.id()));
  }

  /// With the event's latest news, for an email that tells them: so a preview shows what it looks
  /// like. What is sent brings the bulletin that it answers.
  private Event toldIn(Tx tx, ScheduledEmail email, Event event) {
    return email.answers().filter(Happening.BULLETIN::equals).isPresent()
        ? bulletins.latest(tx, event.id()).map(event::with).orElse(event)
        : event;
  }

  private Refusal unknown(ScheduledEmailId id) {
    return new Refusal(
        Refusal.Kind.NOT_FOUND,
        "no scheduled email " + id + " in " + location,
        "mailctl schedule list");
  }
}
