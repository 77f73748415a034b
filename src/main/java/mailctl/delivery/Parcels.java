package mailctl.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import mailctl.audience.Registration;
import mailctl.audience.RegistrationId;
import mailctl.campaign.EmailKind;
import mailctl.campaign.MessageValues;
import mailctl.message.RenderedMessage;
import mailctl.provider.EmailAddress;
import mailctl.provider.MailRequest;

/// Turns claimed attempts into requests. Content travels once, with a tag for every variable and
/// part; each recipient brings the values. Who would break one of the provider's limits is rendered
/// here and travels alone, and so does who is alone anyway. Both ways give the same text.
final class Parcels {
  /// SendGrid's limits per recipient are documented in two ways; these are the stricter ones.
  private static final int MAX_SUBSTITUTIONS = 150;

  private static final int MAX_SUBSTITUTION_BYTES = 10_000;

  /// A little under SendGrid's 30 MB, as JSON needs some, too.
  private static final long MAX_REQUEST_BYTES = 24_000_000;

  /// JSON around one recipient's own values, at most.
  private static final int RECIPIENT_OVERHEAD = 600;

  private final Supplier<String> installation;
  private final Function<DeliveryId, String> unsubscribeLinks;
  private final RandomGenerator random;

  /// @param installation its id, which may change while we run
  /// @param random makes tags that no value can contain but by guessing
  Parcels(
      Supplier<String> installation,
      Function<DeliveryId, String> unsubscribeLinks,
      RandomGenerator random) {
    this.installation = requireNonNull(installation, "installation is null");
    this.unsubscribeLinks = requireNonNull(unsubscribeLinks, "unsubscribeLinks is null");
    this.random = requireNonNull(random, "random is null");
  }

  /// At least one; together they hold every attempt once.
  List<Parcel> pack(
      EmailInPlace email,
      List<Claim.Attempt> attempts,
      Map<RegistrationId, Registration> registrations) {
    Content content = Content.of(email.email());
    MessageValues values = new MessageValues(email.organization(), email.event());
    if (attempts.size() == 1) {
      return List.of(alone(email, content, values, attempts.getFirst(), registrations));
    }
    Content.Tagged tagged = content.tagged(tagPrefix());
    List<Parcel> parcels = new ArrayList<>();
    Batch batch = new Batch(email, tagged);
    for (Claim.Attempt attempt : attempts) {
      Map<String, String> own = values(values, attempt, registrations);
      Map<String, String> substitutions = tagged.substitutions(own);
      if (isOverTheLimit(substitutions)) {
        parcels.add(alone(email, content, values, attempt, registrations));
        continue;
      }
      if (!batch.hasRoomFor(substitutions)) {
        parcels.add(batch.parcel());
        batch = new Batch(email, tagged);
      }
      batch.add(attempt, recipient(email, attempt, registrations, substitutions));
    }
    if (!batch.isEmpty()) {
      parcels.add(batch.parcel());
    }
    return parcels;
  }

  private Parcel alone(
      EmailInPlace email,
      Content content,
      MessageValues values,
      Claim.Attempt attempt,
      Map<RegistrationId, Registration> registrations) {
    RenderedMessage rendered = content.render(values(values, attempt, registrations));
    MailRequest request =
        request(
            email,
            rendered.subject(),
            rendered.html().orElse(""),
            rendered.text(),
            List.of(recipient(email, attempt, registrations, Map.of())));
    return new Parcel(List.of(attempt), request);
  }

  private Map<String, String> values(
      MessageValues values,
      Claim.Attempt attempt,
      Map<RegistrationId, Registration> registrations) {
    return values.of(
        registration(attempt, registrations), unsubscribeLinks.apply(attempt.delivery()));
  }

  private MailRequest.Recipient recipient(
      EmailInPlace email,
      Claim.Attempt attempt,
      Map<RegistrationId, Registration> registrations,
      Map<String, String> substitutions) {
    Map<String, String> customArgs = new LinkedHashMap<>();
    customArgs.put("scheduled_email_id", email.email().id().toString());
    customArgs.put("event_id", email.event().id().toString());
    customArgs.put("registration_id", attempt.registration().toString());
    customArgs.put(
        "mailctl_ref",
        new Reference(installation.get(), attempt.delivery(), attempt.number()).toString());
    return new MailRequest.Recipient(
        new EmailAddress(attempt.email(), displayName(registration(attempt, registrations))),
        substitutions,
        customArgs,
        headers(email, attempt));
  }

  /// RFC 8058: one click unsubscribes. Transactional mail is exempt.
  private Map<String, String> headers(EmailInPlace email, Claim.Attempt attempt) {
    if (email.email().kind() == EmailKind.TRANSACTIONAL) {
      return Map.of();
    }
    Map<String, String> headers = new HashMap<>();
    headers.put("List-Unsubscribe", "<" + unsubscribeLinks.apply(attempt.delivery()) + ">");
    headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    return headers;
  }

  private static MailRequest request(
      EmailInPlace email,
      String subject,
      String html,
      String text,
      List<MailRequest.Recipient> recipients) {
    Optional<EmailAddress> replyTo =
        email.organization().replyTo().map(address -> new EmailAddress(address, ""));
    return new MailRequest(
        new EmailAddress(email.organization().email(), plain(email.organization().name())),
        replyTo,
        subject,
        html,
        text,
        recipients);
  }

  private static Registration registration(
      Claim.Attempt attempt, Map<RegistrationId, Registration> registrations) {
    return requireNonNull(registrations.get(attempt.registration()), "registration is unknown");
  }

  private static String displayName(Registration registration) {
    return plain(registration.name());
  }

  /// SendGrid used to refuse `;` and `,` in names, and nobody misses them; line breaks would end
  /// the header.
  private static String plain(String name) {
    return name.replaceAll("[\\p{Cntrl};,\"<>]+", " ").strip();
  }

  private static boolean isOverTheLimit(Map<String, String> substitutions) {
    return substitutions.size() > MAX_SUBSTITUTIONS
        || bytes(substitutions) > MAX_SUBSTITUTION_BYTES;
  }

  private static long bytes(Map<String, String> substitutions) {
    long bytes = 0;
    for (Map.Entry<String, String> entry : substitutions.entrySet()) {
      bytes += entry.getKey().length() + entry.getValue().getBytes(UTF_8).length;
    }
    return bytes;
  }

  private String tagPrefix() {
    return "-" + Long.toString(random.nextLong(1L << 50, 1L << 51), 36) + ".";
  }

  /// A request that grows until it is full.
  private static final class Batch {
    private final EmailInPlace email;
    private final Content.Tagged tagged;
    private final List<Claim.Attempt> attempts = new ArrayList<>();
    private final List<MailRequest.Recipient> recipients = new ArrayList<>();
    private long bytes;

    Batch(EmailInPlace email, Content.Tagged tagged) {
      this.email = email;
      this.tagged = tagged;
      this.bytes = tagged.bytes();
    }

    boolean isEmpty() {
      return attempts.isEmpty();
    }

    boolean hasRoomFor(Map<String, String> substitutions) {
      return isEmpty() || bytes + bytes(substitutions) + RECIPIENT_OVERHEAD <= MAX_REQUEST_BYTES;
    }

    void add(Claim.Attempt attempt, MailRequest.Recipient recipient) {
      attempts.add(attempt);
      recipients.add(recipient);
      bytes += Parcels.bytes(recipient.substitutions()) + RECIPIENT_OVERHEAD;
    }

    Parcel parcel() {
      return new Parcel(
          attempts, request(email, tagged.subject(), tagged.html(), tagged.text(), recipients));
    }
  }
}
