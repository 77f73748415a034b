package mailctl.webhook;

import static java.util.Objects.requireNonNull;

/// What a post shows for itself, each as in its header and empty when absent.
public record Credentials(String timestamp, String signature, String authorization) {
  public Credentials {
    requireNonNull(timestamp, "timestamp is null");
    requireNonNull(signature, "signature is null");
    requireNonNull(authorization, "authorization is null");
  }

  /// Holds what must not be logged.
  @Override
  public String toString() {
    return "Credentials[…]";
  }
}
