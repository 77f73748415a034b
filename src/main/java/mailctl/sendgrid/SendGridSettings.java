package mailctl.sendgrid;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// How to reach SendGrid. `url` is the scheme, host and port only: SendGrid itself, its EU host by
/// `region` when `url` is the default, or a sandbox by plain http. Prints without the key.
public record SendGridSettings(
    String apiKey,
    URI url,
    Region region,
    Optional<String> subuser,
    Duration connectTimeout,
    Duration timeout,
    int maxConnections) {
  public static final URI DEFAULT_URL = URI.create("https://api.sendgrid.com");
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

  private static final String EU_HOST = "api.eu.sendgrid.com";

  /// Where SendGrid keeps the account's data.
  public enum Region {
    GLOBAL,
    EU
  }

  public SendGridSettings {
    requireNonNull(apiKey, "apiKey is null");
    requireNonNull(region, "region is null");
    requireNonNull(subuser, "subuser is null");
    if (apiKey.isBlank() || apiKey.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException("the API key is empty or holds blanks or odd characters");
    }
    if (url.getHost() == null
        || !("https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme()))
        || !(url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
        || url.getRawQuery() != null
        || url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "not a URL of scheme, host and port alone, like " + DEFAULT_URL);
    }
    if (connectTimeout.toMillis() <= 0 || timeout.toMillis() <= 0) {
      throw new IllegalArgumentException("time-outs must be positive");
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException("at least one connection is needed");
    }
  }

  /// The usual settings for a key; `maxConnections` should be the number of concurrent calls.
  public static SendGridSettings of(String apiKey, URI url, int maxConnections) {
    return new SendGridSettings(
        apiKey,
        url,
        Region.GLOBAL,
        Optional.empty(),
        DEFAULT_CONNECT_TIMEOUT,
        DEFAULT_TIMEOUT,
        maxConnections);
  }

  boolean plainHttp() {
    return "http".equalsIgnoreCase(url.getScheme());
  }

  /// Host, and port when it is not the scheme's own.
  String authority() {
    if (region == Region.EU && url.getHost().equalsIgnoreCase(DEFAULT_URL.getHost())) {
      return EU_HOST;
    }
    return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
  }

  @Override
  public String toString() {
    return "SendGridSettings[apiKey=***, host="
        + authority()
        + ", region="
        + region
        + ", subuser="
        + subuser.orElse("")
        + ", connectTimeout="
        + connectTimeout
        + ", timeout="
        + timeout
        + ", maxConnections="
        + maxConnections
        + "]";
  }
}
