package mailctl.sandbox;

import java.util.Map;
import java.util.Optional;

/// Where webhook posts go: a URL, or a test's own list.
@FunctionalInterface
public interface WebhookTarget {
  /// Posts once and returns the status of the answer; 0 when there was none.
  int post(Map<String, String> headers, byte[] body);

  /// Where that is, when it is a URL.
  default Optional<String> url() {
    return Optional.empty();
  }
}
