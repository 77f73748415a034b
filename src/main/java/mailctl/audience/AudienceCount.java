package mailctl.audience;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How large an audience is. `skipped` has only reasons that occur, in the order of `SkipReason`.
public record AudienceCount(long included, Map<SkipReason, Long> skipped) {
  public AudienceCount {
    if (included < 0) {
      throw new IllegalArgumentException("included is negative");
    }
    EnumMap<SkipReason, Long> copy = new EnumMap<>(SkipReason.class);
    copy.putAll(skipped);
    skipped = Collections.unmodifiableMap(copy);
  }

  public long skippedInAll() {
    return skipped.values().stream().mapToLong(Long::longValue).sum();
  }

  public long total() {
    return included + skippedInAll();
  }
}
