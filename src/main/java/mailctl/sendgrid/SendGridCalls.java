package mailctl.sendgrid;

import com.sendgrid.Client;
import com.sendgrid.Request;
import com.sendgrid.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Questions to SendGrid, which may be asked twice: repeated when it says "too many requests", has
/// a bad moment or does not answer, a few times and with growing patience. One call never takes
/// longer than the configured time-out.
final class SendGridCalls implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SendGridCalls.class);
  private static final int USUAL_TRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /// How a pause is made; tests make none.
  @FunctionalInterface
  interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  /// `status` is 0 when there was no answer; then `body` says why.
  record Reply(int status, String body) {
    boolean ok() {
      return status >= 200 && status < 300;
    }
  }

  private record Attempt(Reply reply, Optional<Duration> wish) {}

  private final SendGridSettings settings;
  private final InstantSource clock;
  private final Pause pause;
  private final int mostTries;
  private final DeadlineHttpClient http;
  // SendGrid's client closes the HTTP client under it when it is collected: it must stay reachable.
  private final Client client;
  private final ScheduledThreadPoolExecutor timer;

  SendGridCalls(SendGridSettings settings, InstantSource clock, Pause pause) {
    this(settings, clock, pause, USUAL_TRIES);
  }

  SendGridCalls(SendGridSettings settings, InstantSource clock, Pause pause, int mostTries) {
    this.settings = settings;
    this.clock = clock;
    this.pause = pause;
    this.mostTries = mostTries;
    this.http = new DeadlineHttpClient(settings.connectTimeout(), settings.timeout(), 1);
    this.client = new Client(http, settings.plainHttp());
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("sendgrid-records-deadline").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /// Adds the address and the credentials to `request`.
  Reply ask(Request request) {
    request.setBaseUri(settings.authority());
    request.addHeader("Authorization", "Bearer " + settings.apiKey());
    request.addHeader("Accept", "application/json");
    request.addHeader("User-Agent", "mailctl");
    settings.subuser().ifPresent(subuser -> request.addHeader("on-behalf-of", subuser));
    for (int tries = 1; ; tries++) {
      Attempt attempt = attempt(request);
      int status = attempt.reply().status();
      boolean passing = status == 0 || status == 429 || status >= 500;
      if (!passing || tries == mostTries) {
        return attempt.reply();
      }
      Duration wait = attempt.wish().orElse(FIRST_PAUSE.multipliedBy(1L << (tries - 1)));
      log.warn("sendgrid=patience endpoint={} status={}", request.getEndpoint(), status);
      try {
        pause.sleep(wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return new Reply(0, "interrupted");
      }
    }
  }

  private Attempt attempt(Request request) {
    HttpCall call = new HttpCall();
    ScheduledFuture<?> deadline;
    try {
      deadline = timer.schedule(call::expire, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException _) {
      return new Attempt(new Reply(0, "closed"), Optional.empty());
    }
    try {
      Response response =
          ScopedValue.where(DeadlineHttpClient.CALL, call).call(() -> client.api(request));
      return new Attempt(
          new Reply(response.getStatusCode(), Objects.requireNonNullElse(response.getBody(), "")),
          reset(response.getHeaders()));
    } catch (IOException | RuntimeException e) {
      boolean late = call.expired() || e instanceof SocketTimeoutException;
      return new Attempt(
          new Reply(
              0,
              "no answer from "
                  + settings.authority()
                  + (late
                      ? " within " + settings.timeout().toMillis() / 1000.0 + " s"
                      : " (" + e.getClass().getSimpleName() + ")")),
          Optional.empty());
    } finally {
      deadline.cancel(false);
    }
  }

  private Optional<Duration> reset(Map<String, String> headers) {
    return headers.entrySet().stream()
        .filter(entry -> "X-RateLimit-Reset".equalsIgnoreCase(entry.getKey()))
        .map(entry -> entry.getValue().strip())
        .filter(value -> value.matches("\\d{1,11}"))
        .map(
            value ->
                Duration.between(clock.instant(), Instant.ofEpochSecond(Long.parseLong(value))))
        .filter(Duration::isPositive)
        .findFirst();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      client.close();
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
