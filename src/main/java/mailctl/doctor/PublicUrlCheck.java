package mailctl.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import mailctl.webhook.ProbeEcho;

/// Sends a signed probe to where SendGrid posts, and looks at what arrives. Whatever lies in
/// between may redirect it, change it, or keep it.
public final class PublicUrlCheck implements Check {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// As SendGrid writes it: whoever reads and writes it again changes it.
  private static final byte[] BODY =
      "[{\"probe\" : \"h\u00e9llo \\u003c/\",\"n\":1.0},\r\n{\"n\":  1e0,\"z\":0,\"a\":null}]\r\n"
          .getBytes(UTF_8);

  /// `world` is the address that SendGrid posts to. `isDefault`: nobody has said what it is.
  public record Address(URI world, boolean isDefault, boolean forSandbox) {
    public Address {
      requireNonNull(world, "world is null");
    }
  }

  private final Address address;
  private final Function<byte[], Map<String, String>> headers;
  private final List<String> keyDigests;

  /// `headers` signs a body as SendGrid would, and adds the pass. `keys` are those that the
  /// configuration here would verify posts with.
  public PublicUrlCheck(
      Address address, Function<byte[], Map<String, String>> headers, List<String> keys) {
    this.address = requireNonNull(address, "address is null");
    this.headers = requireNonNull(headers, "headers is null");
    this.keyDigests = keys.stream().map(ProbeEcho::keyDigest).sorted().toList();
  }

  @Override
  public String name() {
    return "public url";
  }

  @Override
  public Finding look() {
    if (!address.forSandbox() && isLocal(address.world())) {
      return Finding.warn(
          "SendGrid cannot post to "
              + address.world()
              + ", which is this machine alone"
              + (address.isDefault() ? " (public.url is not set)" : ""),
          "set public.url to how the world reaches mailctl serve");
    }
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(address.world())
              .timeout(TIMEOUT)
              .POST(HttpRequest.BodyPublishers.ofByteArray(BODY));
      headers.apply(BODY).forEach(request::setHeader);
      return judge(client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8)));
    } catch (IOException e) {
      return unreachable(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Finding.fail("interrupted", "try again");
    }
  }

  private Finding unreachable(IOException e) {
    String where = "nobody answers at " + address.world();
    return switch (e) {
      case HttpTimeoutException _ ->
          Finding.fail(
              where + " within " + TIMEOUT.toSeconds() + " s",
              "look at the firewall and the proxy in front of mailctl serve");
      case SSLException tls ->
          Finding.fail(
              address.world() + " does not speak TLS as SendGrid needs it: " + tls.getMessage(),
              "renew the certificate, whole chain included");
      case UnknownHostException _ -> unknownHost();
      case ConnectException no when no.getCause() instanceof UnresolvedAddressException ->
          unknownHost();
      case ConnectException _ ->
          address.isDefault()
              ? Finding.warn(where, "mailctl serve; and set public.url")
              : Finding.fail(where + ": the connection is refused", "mailctl serve");
      default ->
          Finding.fail(
              where + ": " + e.getClass().getSimpleName(),
              "look at the proxy in front of mailctl serve");
    };
  }

  private Finding unknownHost() {
    return Finding.fail(
        "there is no host " + address.world().getHost(), "correct public.url, or the DNS");
  }

  private Finding judge(HttpResponse<String> answer) {
    int status = answer.statusCode();
    if (status >= 300 && status < 400) {
      return Finding.fail(
          "%s redirects to %s, and SendGrid follows no redirect"
              .formatted(
                  address.world(), answer.headers().firstValue("Location").orElse("nowhere")),
          "set public.url to where that ends, and mailctl webhook setup");
    }
    return ProbeEcho.parse(answer.body())
        .map(echo -> new ProbeJudge(address.world(), BODY, keyDigests).judge(echo, answer))
        .orElseGet(() -> strange(answer));
  }

  private Finding strange(HttpResponse<String> answer) {
    int status = answer.statusCode();
    String words = answer.body().lines().findFirst().orElse("").strip();
    if (status == 401 && words.startsWith("the ")) {
      return Finding.fail(
          "a mailctl at %s takes the probe for a stranger's: %s".formatted(address.world(), words),
          "it is of another installation (other database), older, or a proxy drops the header"
              + " X-Mailctl-Probe");
    }
    if (status == 503) {
      return Finding.fail(
          address.world() + " answers 503: " + shorten(words),
          "mailctl inspect; is serve draining?");
    }
    return Finding.fail(
        "%s answers %d%s and not as mailctl does".formatted(address.world(), status, by(answer)),
        "let the proxy hand POST /webhooks/sendgrid to mailctl serve, or correct public.url");
  }

  static String by(HttpResponse<?> answer) {
    return answer.headers().firstValue("Server").map(name -> " (" + shorten(name) + ")").orElse("");
  }

  private static String shorten(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private static boolean isLocal(URI uri) {
    String host = uri.getHost();
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.startsWith("127.")
        || host.equals("[::1]")
        || host.equals("0.0.0.0");
  }
}
