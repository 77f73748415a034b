package mailctl.sandbox;

import java.util.Map;
import java.util.Optional;

/// Where webhook posts go: a URL, or a test's own list.
@FunctionalInterface
public interface WebhookTarget {
  /// Posts once and returns the status of the answer; 0 when there was none.
  int post(Map<String, String> headers, byte[] body);

  /// As the other, with a query behind the address.
  default int post(String query, Map<String, String> headers, byte[] body) {
    return post(headers, body);
  }

  /// Where that is, when it is a URL.
  default Optional<String> url() {
    return Optional.empty();
  }
}
