package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import mailctl.audience.AudienceMember;
import mailctl.audience.AudienceStore;
import mailctl.audience.RecipientFilter;
import mailctl.audience.Registration;
import mailctl.audience.RegistrationId;
import mailctl.audience.RegistrationStore;
import mailctl.audience.SkipReason;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// Whether one registration is in the audience of an email, and if not, why.
final class Membership {
  /// What speaks against sending to a registration; `words` completes "registration 9 …".
  record Objection(Refusal.Kind kind, String words) {
    Objection {
      requireNonNull(kind, "kind is null");
      requireNonNull(words, "words is null");
    }
  }

  private final AudienceStore audience;
  private final RegistrationStore registrations;

  Membership(AudienceStore audience, RegistrationStore registrations) {
    this.audience = requireNonNull(audience, "audience is null");
    this.registrations = requireNonNull(registrations, "registrations is null");
  }

  /// A registration of the email's event.
  ///
  /// @throws Refusal (NOT_FOUND) when there is none of that id
  Registration registration(Tx tx, EmailInPlace email, RegistrationId id) {
    Registration registration = registrations.require(tx, id);
    if (!registration.event().equals(email.event().id())) {
      throw new Refusal(
          Refusal.Kind.NOT_FOUND,
          "registration " + id + " is not of the event " + email.event().slug(),
          "mailctl registration list --event " + email.event().slug());
    }
    return registration;
  }

  /// The first one that gets the mail, else the first one at all; empty for an empty audience.
  Optional<AudienceMember> first(Tx tx, EmailInPlace email) {
    var members = audience.list(tx, email.event().id(), filter(email), 100, 0);
    return members.stream()
        .filter(AudienceMember::isIncluded)
        .findFirst()
        .or(() -> members.stream().findFirst());
  }

  /// Empty when it gets the mail.
  Optional<Objection> objection(Tx tx, EmailInPlace email, RegistrationId id) {
    Optional<AudienceMember> member = audience.find(tx, email.event().id(), filter(email), id);
    if (member.isEmpty()) {
      return Optional.of(
          new Objection(
              Refusal.Kind.NOT_FOUND,
              "is not in the audience: the filter is " + filter(email).toString()));
    }
    return member
        .get()
        .skipReason()
        .map(reason -> new Objection(Refusal.Kind.CONFLICT, skipped(reason, member.get())));
  }

  static RecipientFilter filter(EmailInPlace email) {
    return RecipientFilter.ofJson(email.email().filter());
  }

  private static String skipped(SkipReason reason, AudienceMember member) {
    return "is skipped: "
        + reason.name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + (member.skipDetail().isEmpty() ? "" : " (" + member.skipDetail() + ")");
  }
}
