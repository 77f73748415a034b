package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import mailctl.audience.Event;
import mailctl.audience.Organization;
import mailctl.campaign.EmailContent;
import mailctl.campaign.Experiment;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.Variant;
import mailctl.message.Part;
import mailctl.message.Partials;

/// A scheduled email with the event that it is about and the organization that sends it, and the
/// pieces that its templates may share.
///
/// @param experiment its versions, when it has several
record EmailInPlace(
    ScheduledEmail email,
    Event event,
    Organization organization,
    Partials partials,
    Experiment experiment) {
  EmailInPlace {
    requireNonNull(email, "email is null");
    requireNonNull(event, "event is null");
    requireNonNull(organization, "organization is null");
    requireNonNull(partials, "partials is null");
    requireNonNull(experiment, "experiment is null");
  }

  /// In one version.
  EmailInPlace(ScheduledEmail email, Event event, Organization organization, Partials partials) {
    this(email, event, organization, partials, Experiment.NONE);
  }

  /// As those get it who get that version.
  EmailInPlace in(Variant variant) {
    return new EmailInPlace(email.with(variant.in(email.content())), event, organization, partials);
  }

  /// The same with the pieces in the places that name them: nothing changes it any more.
  EmailInPlace withoutPartials() {
    EmailContent content = email.content();
    return new EmailInPlace(
        email.with(
            new EmailContent(
                content.subject(),
                partials.inlined(content.html(), Part.HTML),
                partials.inlined(content.text(), Part.TEXT),
                content.filter())),
        event,
        organization,
        Partials.NONE);
  }
}
