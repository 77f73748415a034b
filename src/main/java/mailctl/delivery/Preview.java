package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.audience.AudienceMember;
import mailctl.audience.Registration;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.Variant;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.provider.MailRequest;

/// An email as one recipient would get it, made by the code that sends it.
public final class Preview {
  /// No delivery ever gets this id, so that a link in a preview unsubscribes nobody.
  private static final DeliveryId NOBODYS = new DeliveryId(Long.MAX_VALUE);

  /// @param notSent why this registration would not get it, if so: "is skipped: …"
  /// @param request what would travel, for that one recipient
  /// @param variant the version, of an email that has several
  public record Message(
      ScheduledEmail email,
      RegistrationId registration,
      Optional<String> variant,
      Optional<String> notSent,
      MailRequest request) {
    public Message {
      requireNonNull(email, "email is null");
      requireNonNull(registration, "registration is null");
      requireNonNull(variant, "variant is null");
      requireNonNull(notSent, "notSent is null");
      requireNonNull(request, "request is null");
    }
  }

  private final Emails emails;
  private final Membership membership;
  private final Parcels parcels;

  Preview(Emails emails, Membership membership, Parcels parcels) {
    this.emails = requireNonNull(emails, "emails is null");
    this.membership = requireNonNull(membership, "membership is null");
    this.parcels = requireNonNull(parcels, "parcels is null");
  }

  /// @param wanted any registration of the event; without it, the first that would get the email
  /// @throws Refusal (NOT_FOUND) when one of the two does not exist or the audience is empty;
  ///   (DATA) when the content or the filter does not read
  public Message of(Tx tx, ScheduledEmailId id, Optional<RegistrationId> wanted) {
    return of(tx, id, wanted, Optional.empty());
  }

  /// As the other, of that version; of the first one when nothing is said.
  ///
  /// @throws Refusal (USAGE) when there is no such version
  public Message of(
      Tx tx, ScheduledEmailId id, Optional<RegistrationId> wanted, Optional<String> wish) {
    EmailInPlace email = emails.find(tx, id);
    wish.ifPresent(it -> refuseUnlessThere(email, it));
    Optional<String> variant =
        wish.or(() -> email.experiment().variants().stream().findFirst().map(Variant::name));
    Contents.of(email);
    RegistrationId chosen = wanted.orElseGet(() -> first(tx, email));
    Registration registration = membership.registration(tx, email, chosen);
    if (registration.email().indexOf('@') <= 0 || registration.email().endsWith("@")) {
      throw new Refusal(
          Refusal.Kind.DATA,
          "registration " + chosen + " has no address that can be mailed",
          "mailctl registration show " + chosen);
    }
    Claim.Attempt attempt = new Claim.Attempt(0, NOBODYS, chosen, 1, registration.email(), variant);
    Parcel parcel = parcels.pack(email, List.of(attempt), Map.of(chosen, registration)).getFirst();
    return new Message(
        variant
            .flatMap(email.experiment()::find)
            .map(it -> email.in(it).email())
            .orElse(email.email()),
        chosen,
        variant,
        membership.objection(tx, email, chosen).map(Membership.Objection::words),
        parcel.request());
  }

  private static void refuseUnlessThere(EmailInPlace email, String variant) {
    if (email.experiment().find(variant).isEmpty()) {
      throw new Refusal(
          Refusal.Kind.USAGE,
          "scheduled email "
              + email.email().id()
              + " has no variant "
              + variant
              + (email.experiment().isNone() ? "" : ": it is " + email.experiment().names()));
    }
  }

  private RegistrationId first(Tx tx, EmailInPlace email) {
    return membership
        .first(tx, email)
        .map(AudienceMember::registration)
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "the audience of scheduled email "
                        + email.email().id()
                        + " is empty: the"
                        + " filter is "
                        + Membership.filter(email),
                    "name a registration of the event with --registration"));
  }
}
