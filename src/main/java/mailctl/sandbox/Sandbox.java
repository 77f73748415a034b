package mailctl.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mailctl.provider.DropCause;
import mailctl.sendgrid.SendGridSigner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A SendGrid without a network: takes requests as bytes, gives answers as values, keeps what it
/// accepted in a mailbox and reports on it through its webhook. Safe for many threads. The same
/// settings, clock and requests give the same ids, events and posts, signatures aside.
public final class Sandbox implements AutoCloseable {
  /// SendGrid's limit for a request.
  public static final int MAX_BODY = 30_000_000;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
  private static final String BEARER = "Bearer ";

  private final SandboxSettings settings;
  private final InstantSource clock;
  private final SigningKey key;
  private final SandboxAccount account;
  private final SeededHash hash;
  private final RequestLimit requestLimit;
  private final FaultyLine line;
  private final Mailbox mailbox = new Mailbox();
  private final SuppressionLists suppressions = new SuppressionLists();
  private final EmailLog log = new EmailLog();
  private final SandboxRecords records;
  private final Optional<SandboxWebhook> webhook;

  // Under the lock of `this`: acceptance is one step.
  private final Map<String, Integer> timesSeen = new HashMap<>();
  private long recipients;

  /// Without a target nothing is reported.
  public Sandbox(
      SandboxSettings settings,
      InstantSource clock,
      SendGridSigner signer,
      Optional<WebhookTarget> target) {
    this.settings = settings;
    this.clock = clock;
    this.key = new SigningKey(signer);
    this.account = new SandboxAccount(key, target, clock, this::unauthorized);
    this.hash = new SeededHash(settings.seed());
    this.requestLimit = new RequestLimit(settings.limits(), clock);
    this.line = new FaultyLine(hash, settings.slowness(), clock);
    this.records =
        new SandboxRecords(
            suppressions, log, settings.reporting().emailLogs(), clock, this::unauthorized);
    this.webhook = target.map(to -> new SandboxWebhook(to, key, clock, settings));
  }

  public Mailbox mailbox() {
    return mailbox;
  }

  public SuppressionLists suppressions() {
    return suppressions;
  }

  /// From now on requests to send meet these faults.
  public void fail(Faults faults) {
    line.become(faults);
  }

  /// How often each fault has happened so far.
  public Map<Fault, Long> faults() {
    return line.counts();
  }

  /// Starts posting as events fall due; without it, only `flush()` posts.
  public void start() {
    webhook.ifPresent(SandboxWebhook::start);
  }

  /// Posts all that is due now; see `SandboxWebhook.flush`.
  public SandboxWebhook.Flushed flush() {
    return webhook.map(SandboxWebhook::flush).orElse(new SandboxWebhook.Flushed(0, 0, 0, 0));
  }

  /// Events and posts that wait, due or not.
  public int waiting() {
    return webhook.map(SandboxWebhook::waiting).orElse(0);
  }

  /// The key that verifies the posts, as SendGrid shows it; empty while they are not signed.
  public String publicKey() {
    return key.publicKey();
  }

  /// `POST /v3/mail/send`; the header is empty when it is missing.
  public SandboxAnswer send(String authorization, byte[] body) {
    if (body.length > MAX_BODY) {
      return SandboxAnswer.tooLarge();
    }
    Optional<SandboxAnswer> refusal = unauthorized(authorization).or(requestLimit::refusal);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JacksonException e) {
      String message = String.valueOf(e.getOriginalMessage());
      return SandboxAnswer.error(
          400, message.contains("UTF-8") ? "Invalid UTF8 in request." : "Bad Request");
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
    List<ApiError> errors = MailSendCheck.errors(json, clock.instant());
    IncomingMail mail = new IncomingMail(json);
    if (!errors.isEmpty()) {
      return SandboxAnswer.errors(400, errors);
    }
    return mail.isSandboxMode()
        ? SandboxAnswer.empty(200)
        : line.through(new String(body, ISO_8859_1), () -> answer(mail, body));
  }

  private SandboxAnswer answer(IncomingMail mail, byte[] body) {
    List<List<String>> addresses = mail.addresses();
    if (anyone(addresses, Behaviour.LOST_REQUEST)) {
      return SandboxAnswer.drop();
    }
    if (anyone(addresses, Behaviour.SERVER_ERROR)) {
      return SandboxAnswer.json(500, "{\"errors\":[{\"message\":\"internal server error\"}]}");
    }
    if (mail.from().toLowerCase(Locale.ROOT).contains("unverified")) {
      return SandboxAnswer.errors(
          403,
          List.of(
              new ApiError(
                  "The from address does not match a verified Sender Identity. Mail cannot be sent"
                      + " until this error is resolved. Visit"
                      + " https://sendgrid.com/docs/for-developers/sending-email/sender-identity/"
                      + " to see the Sender Identity requirements",
                  "from",
                  "")));
    }
    List<ApiError> rejected = rejections(addresses);
    if (!rejected.isEmpty()) {
      return SandboxAnswer.errors(400, rejected);
    }
    SandboxAnswer answer = accept(mail, body);
    if (anyone(addresses, Behaviour.SLOW)) {
      answer = answer.after(settings.slowness());
    }
    boolean lost = answer.status() == 202 && anyone(addresses, Behaviour.LOST_RESPONSE);
    return lost ? SandboxAnswer.drop() : answer;
  }

  private static boolean anyone(List<List<String>> addresses, Behaviour behaviour) {
    return addresses.stream()
        .flatMap(List::stream)
        .anyMatch(address -> Behaviour.chosenBy(address).equals(Optional.of(behaviour)));
  }

  private static List<ApiError> rejections(List<List<String>> addresses) {
    List<ApiError> errors = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      if (anyone(List.of(addresses.get(i)), Behaviour.REJECT)) {
        errors.add(
            ApiError.of("personalizations." + i + ".to", "Does not contain a valid address."));
      }
    }
    return errors;
  }

  private synchronized SandboxAnswer accept(IncomingMail mail, byte[] body) {
    long count = mail.addresses().stream().mapToLong(List::size).sum();
    if (settings.limits().credits().isPresent()
        && recipients + count > settings.limits().credits().getAsLong()) {
      return SandboxAnswer.error(401, "Maximum credits exceeded");
    }
    recipients += count;
    String content = hash.id(new String(body, ISO_8859_1));
    String messageId =
        hash.id("message", content, Integer.toString(timesSeen.merge(content, 1, Integer::sum)));
    Instant now = clock.instant();
    List<DueEvent> events = new ArrayList<>();
    for (MailboxMessage message : mail.messages(messageId, now)) {
      List<DueEvent> own = deliver(message, now);
      log.add(message, own);
      events.addAll(own);
    }
    webhook.ifPresent(each -> each.add(events));
    return SandboxAnswer.accepted(messageId);
  }

  private List<DueEvent> deliver(MailboxMessage message, Instant now) {
    Optional<DropCause> suppressed = suppressions.dropCause(message.to(), now);
    if (suppressed.isPresent()) {
      keep(message, "dropped");
      return Story.dropped(message, suppressed.get(), settings.pace(), suppressions);
    }
    int before = mailbox.countTo(message.to());
    Behaviour behaviour =
        Behaviour.chosenBy(message.to()).orElseGet(() -> drawn(message.to(), before));
    if (behaviour == Behaviour.BLOCKED_ONCE && before > 0) {
      behaviour = Behaviour.DELIVERED;
    }
    keep(message, behaviour.keyword());
    return Story.of(message, behaviour, settings.pace(), suppressions);
  }

  private void keep(MailboxMessage message, String fate) {
    mailbox.add(message.withFate(fate));
    LOG.info(
        "message={} number={} domain={} fate={}",
        message.messageId(),
        message.number(),
        message.to().substring(message.to().lastIndexOf('@') + 1),
        fate);
  }

  /// Another message to the same address draws again, as a retry may succeed.
  private Behaviour drawn(String address, int before) {
    return settings
        .rates()
        .at(hash.percentile("fate", address.toLowerCase(Locale.ROOT), Integer.toString(before)));
  }

  private Optional<SandboxAnswer> unauthorized(String authorization) {
    boolean known =
        authorization.startsWith(BEARER)
            && settings
                .apiKey()
                .map(key -> key.equals(authorization.substring(BEARER.length()).strip()))
                .orElse(authorization.length() > BEARER.length());
    return known
        ? Optional.empty()
        : Optional.of(
            SandboxAnswer.error(
                401, "The provided authorization grant is invalid, expired, or revoked"));
  }

  /// The settings of the account.
  public SandboxAccount account() {
    return account;
  }

  /// The suppression lists and the Email Logs, as SendGrid's API gives them.
  public SandboxRecords records() {
    return records;
  }

  /// The mailbox as JSON; `to` is an address, empty for all.
  public SandboxAnswer showMailbox(String to) {
    return SandboxAnswer.json(
        200, SandboxJson.messages(to.isEmpty() ? mailbox.messages() : mailbox.to(to)));
  }

  /// `flush()` for those who come by HTTP.
  public SandboxAnswer showFlush() {
    SandboxWebhook.Flushed flushed = flush();
    return SandboxAnswer.json(200, SandboxJson.flushed(flushed, waiting()));
  }

  /// Forgets all messages, suppressions and waiting events.
  public synchronized void clear() {
    mailbox.clear();
    suppressions.clear();
    log.clear();
    timesSeen.clear();
    line.clear();
    webhook.ifPresent(SandboxWebhook::clear);
  }

  @Override
  public void close() {
    webhook.ifPresent(SandboxWebhook::close);
  }
}
