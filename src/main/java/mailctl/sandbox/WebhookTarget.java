package mailctl.sandbox;

import java.util.Map;

/// Where webhook posts go: a URL, or a test's own list.
@FunctionalInterface
public interface WebhookTarget {
  /// Posts once and returns the status of the answer; 0 when there was none.
  int post(Map<String, String> headers, byte[] body);
}
