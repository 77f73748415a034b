package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// One thing asked of the deliveries that a person wants to see.
public sealed interface DeliveryFilter {
  record OfEmail(long scheduledEmailId) implements DeliveryFilter {}

  record OfEvent(long eventId) implements DeliveryFilter {}

  /// To this address, however it is spelt.
  record To(String address) implements DeliveryFilter {
    public To {
      address = address.strip().toLowerCase(Locale.ROOT);
    }
  }

  record In(Set<DeliveryStatus> statuses) implements DeliveryFilter {
    public In {
      statuses = Set.copyOf(statuses);
      if (statuses.isEmpty()) {
        throw new IllegalArgumentException("no status to look for");
      }
    }
  }

  /// Should have gone out more than ten minutes ago and did not.
  record Overdue() implements DeliveryFilter {}

  /// Its status became what it is at this time or later.
  record Since(Instant time) implements DeliveryFilter {
    public Since {
      requireNonNull(time, "time is null");
    }
  }

  /// Its status became what it is before this time.
  record Until(Instant time) implements DeliveryFilter {
    public Until {
      requireNonNull(time, "time is null");
    }
  }

  /// Did not arrive, and will not.
  static DeliveryFilter undelivered() {
    return new In(
        EnumSet.of(DeliveryStatus.BOUNCED, DeliveryStatus.DROPPED, DeliveryStatus.FAILED));
  }

  static DeliveryFilter pendingRetry() {
    return new In(EnumSet.of(DeliveryStatus.RETRYING));
  }
}
