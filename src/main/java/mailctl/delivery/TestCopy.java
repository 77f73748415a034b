package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.provider.EmailAddress;
import mailctl.provider.MailProvider;
import mailctl.provider.MailRequest;
import mailctl.provider.SubmissionOutcome;

/// One copy of an email to an address of one's own, to see how it arrives: marked in its subject,
/// and no delivery, so that no number ever counts it. It carries the reference of nobody's
/// installation: what the provider says of it is known to be none of ours, and is not kept. Who is
/// suppressed is sent no test either.
public final class TestCopy {
  /// Has the form of an installation's id, and is none.
  static final String NOBODYS = "00000000";

  private final Database database;
  private final Emails emails;
  private final Preview preview;
  private final Permit permit;
  private final MailProvider provider;
  private final RecipientStore recipients = new RecipientStore();

  TestCopy(
      Database database, Emails emails, Preview preview, Permit permit, MailProvider provider) {
    this.database = requireNonNull(database, "database is null");
    this.emails = requireNonNull(emails, "emails is null");
    this.preview = requireNonNull(preview, "preview is null");
    this.permit = requireNonNull(permit, "permit is null");
    this.provider = requireNonNull(provider, "provider is null");
  }

  /// What would be sent, as if to that registration, or to the first that gets it.
  ///
  /// @throws Refusal (CONFLICT) when the address is suppressed for the email
  public Preview.Message prepare(ScheduledEmailId id, Optional<RegistrationId> as, String address) {
    return database.transaction(tx -> prepare(tx, id, as, address));
  }

  private Preview.Message prepare(
      Tx tx, ScheduledEmailId id, Optional<RegistrationId> as, String address) {
    permit.require(tx);
    EmailInPlace email = emails.find(tx, id);
    if (recipients.isSuppressed(
        tx, address, email.organization().id().value(), email.event().id().value())) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          address + " is suppressed: it is sent no test either",
          "mailctl suppression list " + address);
    }
    Preview.Message message = preview.of(tx, id, as);
    return new Preview.Message(
        message.email(),
        message.registration(),
        message.variant(),
        message.notSent(),
        copy(message, address));
  }

  private static MailRequest copy(Preview.Message message, String address) {
    MailRequest request = message.request();
    MailRequest.Recipient recipient = request.recipients().getFirst();
    return new MailRequest(
        request.from(),
        request.replyTo(),
        "[TEST] " + request.subject(),
        request.html(),
        request.text(),
        List.of(
            new MailRequest.Recipient(
                new EmailAddress(address, ""),
                Map.of(),
                Map.of(
                    "mailctl_ref",
                    new Reference(NOBODYS, new DeliveryId(message.email().id().value()), 1)
                        .toString()),
                recipient.headers())));
  }

  public SubmissionOutcome send(Preview.Message message) {
    return provider.submit(message.request());
  }
}
