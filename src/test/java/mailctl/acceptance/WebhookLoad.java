package mailctl.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import mailctl.support.WebhookSigner;

/// Signed posts of one open each, as fast as they are answered, until it is stopped. It remembers
/// which of them were answered with success: those must never be lost.
final class WebhookLoad implements AutoCloseable {
  /// How an exchange without an answer is counted.
  static final int NO_ANSWER = 0;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final URI url;
  private final WebhookSigner signer;
  private final List<SentMail.Recipient> recipients;
  private final Instant firstOpen;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(TIMEOUT).version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService connections;
  private final AtomicInteger next = new AtomicInteger();
  private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();
  private final Map<Integer, AtomicInteger> answers = new ConcurrentSkipListMap<>();
  private volatile boolean running = true;

  /// Each open has a second of its own from `firstOpen` on.
  static WebhookLoad start(
      URI url,
      WebhookSigner signer,
      List<SentMail.Recipient> recipients,
      Instant firstOpen,
      int connections) {
    WebhookLoad load = new WebhookLoad(url, signer, recipients, firstOpen, connections);
    for (int i = 0; i < connections; i++) {
      load.connections.execute(load::post);
    }
    return load;
  }

  private WebhookLoad(
      URI url,
      WebhookSigner signer,
      List<SentMail.Recipient> recipients,
      Instant firstOpen,
      int connections) {
    this.url = url;
    this.signer = signer;
    this.recipients = recipients;
    this.firstOpen = firstOpen;
    this.connections = Executors.newFixedThreadPool(connections);
  }

  /// The numbers of the opens that were answered with success so far.
  Set<Integer> accepted() {
    return accepted;
  }

  /// The address that open `number` is about.
  String addressOf(int number) {
    return recipients.get(number % recipients.size()).email();
  }

  Instant timeOf(int number) {
    return firstOpen.plusSeconds(number);
  }

  /// How many answers of each status there were.
  int answered(int status) {
    AtomicInteger count = answers.get(status);
    return count == null ? 0 : count.get();
  }

  /// Ends the load; what is under way is waited for.
  void stop() {
    running = false;
    connections.close();
  }

  @Override
  public void close() {
    stop();
    http.close();
  }

  @Override
  public String toString() {
    return "posts=" + next.get() + " answers=" + answers;
  }

  private void post() {
    while (running) {
      int number = next.getAndIncrement();
      int status = send(number);
      answers.computeIfAbsent(status, _ -> new AtomicInteger()).incrementAndGet();
      if (status / 100 == 2) {
        accepted.add(number);
      } else {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private int send(int number) {
    byte[] body = body(number);
    Instant now = InstantSource.system().instant();
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("X-Twilio-Email-Event-Webhook-Timestamp", WebhookSigner.timestamp(now))
            .header("X-Twilio-Email-Event-Webhook-Signature", signer.sign(body, now))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return NO_ANSWER;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NO_ANSWER;
    }
  }

  private byte[] body(int number) {
    SentMail.Recipient recipient = recipients.get(number % recipients.size());
    return """
        [{"email":"%s","event":"open","timestamp":%d,"sg_event_id":"open-%d","ip":"192.0.2.1",\
        "useragent":"Mail","mailctl_ref":"%s"}]\
        """
        .formatted(
            recipient.email(), timeOf(number).getEpochSecond(), number, recipient.reference())
        .getBytes(UTF_8);
  }
}
