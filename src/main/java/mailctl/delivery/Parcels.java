package mailctl.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import mailctl.audience.Registration;
import mailctl.audience.RegistrationId;
import mailctl.campaign.EmailKind;
import mailctl.campaign.MessageValues;
import mailctl.message.RenderedMessage;
import mailctl.provider.EmailAddress;
import mailctl.provider.MailRequest;
import org.jspecify.annotations.Nullable;

/// Turns claimed attempts into requests. Content travels once, with a tag for every variable and
/// part; each recipient brings the values. Who would break one of the provider's limits is rendered
/// here and travels alone, and so does who is alone anyway. Both ways give the same text. Those
/// whose sections differ, or who get different versions, travel in different requests.
final class Parcels {
  /// SendGrid's limits per recipient are documented in two ways; these are the stricter ones.
  private static final int MAX_SUBSTITUTIONS = 150;

  private static final int MAX_SUBSTITUTION_BYTES = 10_000;

  /// A little under SendGrid's 30 MB, as JSON needs some, too.
  private static final long MAX_REQUEST_BYTES = 24_000_000;

  /// JSON around one recipient's own values, at most.
  private static final int RECIPIENT_OVERHEAD = 600;

  private static final Pattern UNWANTED =
      Pattern.compile(
          "[\\p{Cntrl}\\x{80}-\\x{9f}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069;,\"<>]+");

  private record Letter(
      String installation, EmailInPlace email, Contents contents, MessageValues values) {}

  private record Recipient(
      Claim.Attempt attempt,
      Registration registration,
      String link,
      Content content,
      Function<String, String> values) {}

  private final Supplier<String> installation;
  private final Function<DeliveryId, String> unsubscribeLinks;
  private final RandomGenerator random;
  private volatile @Nullable Letter last;

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
    Letter letter = letter(email);
    if (attempts.size() == 1) {
      return List.of(alone(letter, recipient(letter, attempts.getFirst(), registrations)));
    }
    List<Parcel> parcels = new ArrayList<>();
    Map<String, Batch> batches = new LinkedHashMap<>();
    for (Claim.Attempt attempt : attempts) {
      Recipient recipient = recipient(letter, attempt, registrations);
      Content content = recipient.content();
      Batch batch =
          batches.computeIfAbsent(
              attempt.variant().orElse("") + '\n' + content.branch(recipient.values()),
              _ -> new Batch(letter, content.tagged(tagPrefix(), recipient.values())));
      Map<String, String> substitutions = batch.tagged().substitutions(recipient.values());
      if (isOverTheLimit(substitutions)) {
        parcels.add(alone(letter, recipient));
        continue;
      }
      if (!batch.hasRoomFor(substitutions)) {
        parcels.add(batch.emptied());
      }
      batch.add(attempt, addressed(letter, recipient, substitutions));
    }
    for (Batch batch : batches.values()) {
      if (!batch.isEmpty()) {
        parcels.add(batch.emptied());
      }
    }
    return parcels;
  }

  /// The letter of the run under way is read once.
  private Letter letter(EmailInPlace email) {
    String id = installation.get();
    Letter known = last;
    if (known != null && known.email() == email && known.installation().equals(id)) {
      return known;
    }
    Letter letter =
        new Letter(
            id, email, Contents.of(email), new MessageValues(email.organization(), email.event()));
    last = letter;
    return letter;
  }

  private Recipient recipient(
      Letter letter, Claim.Attempt attempt, Map<RegistrationId, Registration> registrations) {
    Registration registration =
        requireNonNull(registrations.get(attempt.registration()), "registration is unknown");
    String link = unsubscribeLinks.apply(attempt.delivery());
    return new Recipient(
        attempt,
        registration,
        link,
        letter.contents().of(attempt.variant()),
        letter.values().of(registration, link));
  }

  private Parcel alone(Letter letter, Recipient recipient) {
    RenderedMessage rendered = recipient.content().render(recipient.values());
    MailRequest request =
        request(
            letter.email(),
            rendered.subject(),
            rendered.html().orElse(""),
            rendered.text(),
            List.of(addressed(letter, recipient, Map.of())));
    return new Parcel(letter.installation(), List.of(recipient.attempt()), request);
  }

  private static MailRequest.Recipient addressed(
      Letter letter, Recipient recipient, Map<String, String> substitutions) {
    EmailInPlace email = letter.email();
    Claim.Attempt attempt = recipient.attempt();
    Map<String, String> customArgs = new LinkedHashMap<>();
    customArgs.put("scheduled_email_id", email.email().id().toString());
    customArgs.put("event_id", email.event().id().toString());
    customArgs.put("registration_id", attempt.registration().toString());
    customArgs.put(
        "mailctl_ref",
        new Reference(letter.installation(), attempt.delivery(), attempt.number()).toString());
    return new MailRequest.Recipient(
        new EmailAddress(attempt.email(), plain(recipient.registration().name())),
        substitutions,
        customArgs,
        headers(email, recipient));
  }

  /// RFC 8058: one click unsubscribes. Transactional mail is exempt.
  private static Map<String, String> headers(EmailInPlace email, Recipient recipient) {
    return email.email().kind() == EmailKind.TRANSACTIONAL
        ? Map.of()
        : Map.of(
            "List-Unsubscribe",
            "<" + recipient.link() + ">",
            "List-Unsubscribe-Post",
            "List-Unsubscribe=One-Click");
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

  /// SendGrid used to refuse `;` and `,` in names, and nobody misses them; line breaks would end
  /// the header.
  private static String plain(String name) {
    return UNWANTED.matcher(name).replaceAll(" ").strip();
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
    private final Letter letter;
    private final Content.Tagged tagged;
    private List<Claim.Attempt> attempts = new ArrayList<>();
    private List<MailRequest.Recipient> recipients = new ArrayList<>();
    private long bytes;

    Batch(Letter letter, Content.Tagged tagged) {
      this.letter = letter;
      this.tagged = tagged;
      this.bytes = tagged.bytes();
    }

    Content.Tagged tagged() {
      return tagged;
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

    /// What it holds, to make room for others.
    Parcel emptied() {
      Parcel parcel =
          new Parcel(
              letter.installation(),
              attempts,
              request(letter.email(), tagged.subject(), tagged.html(), tagged.text(), recipients));
      attempts = new ArrayList<>();
      recipients = new ArrayList<>();
      bytes = tagged.bytes();
      return parcel;
    }
  }
}
