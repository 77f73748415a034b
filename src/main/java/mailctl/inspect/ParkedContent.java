package mailctl.inspect;

import static java.util.Objects.requireNonNull;

/// Something parked with what was received.
///
/// @param headers of its post, as JSON
/// @param body its first bytes, read as UTF-8: bytes that are none show as `�`
/// @param isWhole whether that is all of the body
public record ParkedContent(ParkedItem item, String headers, String body, boolean isWhole) {
  public ParkedContent {
    requireNonNull(item, "item is null");
    requireNonNull(headers, "headers is null");
    requireNonNull(body, "body is null");
  }
}
