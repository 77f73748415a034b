package mailctl.inspect;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// How many deliveries are in which status: every status is there, so that the sum is all of them.
public record StatusCounts(Map<DeliveryStatus, Long> byStatus) {
  public static final StatusCounts NONE = new StatusCounts(Map.of());

  public StatusCounts {
    EnumMap<DeliveryStatus, Long> whole = new EnumMap<>(DeliveryStatus.class);
    for (DeliveryStatus status : DeliveryStatus.values()) {
      whole.put(status, byStatus.getOrDefault(status, 0L));
    }
    byStatus = Collections.unmodifiableMap(whole);
  }

  public long of(DeliveryStatus... statuses) {
    return sum(Set.copyOf(Arrays.asList(statuses)));
  }

  public long total() {
    return sum(byStatus.keySet());
  }

  StatusCounts plus(StatusCounts other) {
    EnumMap<DeliveryStatus, Long> sums = new EnumMap<>(byStatus);
    other.byStatus.forEach((status, count) -> sums.merge(status, count, Long::sum));
    return new StatusCounts(sums);
  }

  private long sum(Set<DeliveryStatus> statuses) {
    return statuses.stream().mapToLong(byStatus::get).sum();
  }
}
