package mailctl.sendgrid;

import com.sendgrid.Client;
import com.sendgrid.Method;
import com.sendgrid.Request;
import com.sendgrid.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import mailctl.provider.MailProvider;
import mailctl.provider.MailRequest;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;

/// SendGrid over HTTP: one request per call, never repeated by itself, over before its total
/// time-out. One instance serves a process; its connections live until `close()`.
public final class SendGridMailProvider implements MailProvider {
  private static final String ENDPOINT = "v3/mail/send";

  private final SendGridSettings settings;
  private final AnswerReader answers;
  private final DeadlineHttpClient http;
  // SendGrid's client closes the HTTP client under it when it is collected: it must stay reachable.
  private final Client client;
  private final ScheduledThreadPoolExecutor timer;

  /// The clock turns SendGrid's "try again at" into a delay.
  public SendGridMailProvider(SendGridSettings settings, InstantSource clock) {
    this.settings = settings;
    this.answers = new AnswerReader(clock);
    this.http =
        new DeadlineHttpClient(
            settings.connectTimeout(), settings.timeout(), settings.maxConnections());
    // The client's "test" mode is what makes it speak plain http.
    this.client = new Client(http, settings.plainHttp());
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("sendgrid-deadline").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public SubmissionOutcome submit(MailRequest mail) {
    HttpCall call = new HttpCall();
    ScheduledFuture<?> deadline;
    try {
      deadline = timer.schedule(call::expire, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.RejectedExecutionException _) {
      return notConnected("the connection to SendGrid is closed already");
    }
    try {
      Response response =
          ScopedValue.where(DeadlineHttpClient.CALL, call).call(() -> client.api(requestFor(mail)));
      return answers.read(response.getStatusCode(), response.getHeaders(), bodyOf(response));
    } catch (IOException | RuntimeException e) {
      return failed(call, e);
    } finally {
      deadline.cancel(false);
    }
  }

  /// An answer without a body comes without even an empty one.
  private static String bodyOf(Response response) {
    return java.util.Objects.requireNonNullElse(response.getBody(), "");
  }

  private Request requestFor(MailRequest mail) {
    Request request = new Request();
    request.setMethod(Method.POST);
    request.setBaseUri(settings.authority());
    request.setEndpoint(ENDPOINT);
    request.addHeader("Authorization", "Bearer " + settings.apiKey());
    request.addHeader("Accept", "application/json");
    request.addHeader("User-Agent", "mailctl");
    settings.subuser().ifPresent(subuser -> request.addHeader("on-behalf-of", subuser));
    request.setBody(MailSendBody.of(mail));
    return request;
  }

  private SubmissionOutcome failed(HttpCall call, Exception failure) {
    // The socket's own time-out may win the race against the total one.
    String words =
        call.expired() || failure instanceof SocketTimeoutException
            ? "no answer from " + settings.authority() + " within " + seconds()
            : "no answer from " + settings.authority() + ": " + describe(failure);
    // Before the first byte SendGrid cannot know of it; after it, only the events can tell.
    return call.begun() ? new SubmissionOutcome.InDoubt(words) : notConnected(words);
  }

  private static SubmissionOutcome notConnected(String words) {
    return new SubmissionOutcome.Returned(ReturnCause.NOT_CONNECTED, words, Optional.empty());
  }

  private String seconds() {
    return settings.timeout().toMillis() / 1000.0 + " s";
  }

  private static String describe(Throwable failure) {
    String message = failure.getMessage();
    String name = failure.getClass().getSimpleName();
    return message == null ? name : name + " (" + message.lines().findFirst().orElse("") + ")";
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
