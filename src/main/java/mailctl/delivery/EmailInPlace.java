package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import mailctl.audience.Event;
import mailctl.audience.Organization;
import mailctl.campaign.ScheduledEmail;
import mailctl.message.Partials;

/// A scheduled email with the event that it is about and the organization that sends it, and the
/// pieces that its templates may share.
record EmailInPlace(
    ScheduledEmail email, Event event, Organization organization, Partials partials) {
  EmailInPlace {
    requireNonNull(email, "email is null");
    requireNonNull(event, "event is null");
    requireNonNull(organization, "organization is null");
    requireNonNull(partials, "partials is null");
  }
}
