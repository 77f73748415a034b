package mailctl.sandbox;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What goes back over the wire, after `delay`; or nothing at all, the connection being dropped.
public record SandboxAnswer(
    int status, Map<String, String> headers, String body, Duration delay, boolean dropped) {
  private static final String TOO_LARGE =
      """
      <html>\r
      <head><title>413 Request Entity Too Large</title></head>\r
      <body>\r
      <center><h1>413 Request Entity Too Large</h1></center>\r
      <hr><center>nginx</center>\r
      </body>\r
      </html>\r
      """;

  public SandboxAnswer {
    headers = Map.copyOf(headers);
    requireNonNull(body, "body is null");
    requireNonNull(delay, "delay is null");
  }

  static SandboxAnswer json(int status, String body) {
    return new SandboxAnswer(
        status, Map.of("Content-Type", "application/json"), body, Duration.ZERO, false);
  }

  static SandboxAnswer errors(int status, List<ApiError> errors) {
    return json(status, ApiError.toJson(errors));
  }

  static SandboxAnswer error(int status, String message) {
    return errors(status, List.of(ApiError.bare(message)));
  }

  static SandboxAnswer empty(int status) {
    return new SandboxAnswer(status, Map.of(), "", Duration.ZERO, false);
  }

  static SandboxAnswer accepted(String messageId) {
    return new SandboxAnswer(202, Map.of("X-Message-Id", messageId), "", Duration.ZERO, false);
  }

  static SandboxAnswer tooLarge() {
    return new SandboxAnswer(
        413, Map.of("Content-Type", "text/html"), TOO_LARGE, Duration.ZERO, false);
  }

  static SandboxAnswer drop() {
    return new SandboxAnswer(0, Map.of(), "", Duration.ZERO, true);
  }

  SandboxAnswer after(Duration longer) {
    return new SandboxAnswer(status, headers, body, longer, dropped);
  }

  SandboxAnswer withHeaders(Map<String, String> more) {
    Map<String, String> all = new java.util.TreeMap<>(headers);
    all.putAll(more);
    return new SandboxAnswer(status, all, body, delay, dropped);
  }
}
