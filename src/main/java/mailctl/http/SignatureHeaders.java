package mailctl.http;

import static java.util.Objects.requireNonNull;

/// The names of the headers that carry a post's signature; the provider's words, passed in.
public record SignatureHeaders(String signature, String timestamp) {
  public SignatureHeaders {
    requireNonNull(signature, "signature is null");
    requireNonNull(timestamp, "timestamp is null");
  }
}
