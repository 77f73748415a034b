package mailctl.backfill;

import java.util.Map;

/// What came of bringing the lists together.
///
/// @param failures the provider's words about addresses, where it refused
public record SyncResult(
    int suppressedHere, int releasedThere, int suppressedThere, Map<String, String> failures) {
  public SyncResult {
    failures = Map.copyOf(failures);
  }
}
