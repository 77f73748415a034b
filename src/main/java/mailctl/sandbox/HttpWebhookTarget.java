package mailctl.sandbox;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Posts to a URL; redirects are not followed, as SendGrid follows none.
public final class HttpWebhookTarget implements WebhookTarget, AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI url;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  public HttpWebhookTarget(URI url) {
    if (url.getHost() == null || url.getScheme() == null || !url.getScheme().startsWith("http")) {
      throw new IllegalArgumentException("not an http URL: " + url);
    }
    this.url = url;
  }

  @Override
  public int post(Map<String, String> headers, byte[] body) {
    return send(headers, body).status();
  }

  @Override
  public int post(String query, Map<String, String> headers, byte[] body) {
    return query.isEmpty()
        ? post(headers, body)
        : send(URI.create(url + "?" + query), headers, body).status();
  }

  @Override
  public Optional<String> url() {
    return Optional.of(url.toString());
  }

  /// As `post`, and says why when there was no answer.
  public PostAnswer send(Map<String, String> headers, byte[] body) {
    return send(url, headers, body);
  }

  private PostAnswer send(URI to, Map<String, String> headers, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to)
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::setHeader);
    try {
      return PostAnswer.of(
          client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode());
    } catch (ConnectException _) {
      return PostAnswer.none(PostAnswer.Silence.NOT_CONNECTED);
    } catch (HttpTimeoutException e) {
      return PostAnswer.none(
          e instanceof HttpConnectTimeoutException
              ? PostAnswer.Silence.NOT_CONNECTED
              : PostAnswer.Silence.TIMED_OUT);
    } catch (IOException _) {
      return PostAnswer.none(PostAnswer.Silence.BROKEN_OFF);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return PostAnswer.none(PostAnswer.Silence.BROKEN_OFF);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
