package mailctl.delivery;

import java.util.EnumMap;
import java.util.Map;

/// How far one scheduled email is: its deliveries by status, which add up to its audience, and how
/// many of them the provider ever took.
public record EmailProgress(Map<DeliveryStatus, Long> byStatus, boolean accepted) {
  public EmailProgress {
    Map<DeliveryStatus, Long> copy = new EnumMap<>(DeliveryStatus.class);
    copy.putAll(byStatus);
    byStatus = java.util.Collections.unmodifiableMap(copy);
  }

  public long count(DeliveryStatus status) {
    return byStatus.getOrDefault(status, 0L);
  }

  public long audience() {
    return byStatus.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Nothing of the first round waits or is under way. Doubts and retries do not keep an email
  /// open.
  boolean firstRoundIsOver() {
    return count(DeliveryStatus.QUEUED) == 0 && count(DeliveryStatus.SENDING) == 0;
  }

  /// Nobody was to get it.
  boolean hasEmptyAudience() {
    return audience() == count(DeliveryStatus.SKIPPED);
  }
}
