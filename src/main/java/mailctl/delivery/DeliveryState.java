package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import mailctl.provider.BounceClass;

/// What the fold says of a delivery. `dueAt` is when the next attempt may be made, present exactly when
/// there is to be one.
record DeliveryState(
    DeliveryStatus status,
    Instant at,
    Optional<Instant> dueAt,
    Optional<BounceClass> blockClass,
    String reason) {
  DeliveryState {
    requireNonNull(status, "status is null");
    requireNonNull(at, "at is null");
    requireNonNull(dueAt, "dueAt is null");
    requireNonNull(blockClass, "blockClass is null");
    requireNonNull(reason, "reason is null");
    boolean claimable = status == DeliveryStatus.QUEUED || status == DeliveryStatus.RETRYING;
    if (claimable != dueAt.isPresent()) {
      throw new IllegalArgumentException("only what waits for an attempt is due: " + status);
    }
  }

  static DeliveryState of(DeliveryStatus status, Instant at, String reason) {
    return new DeliveryState(status, at, Optional.empty(), Optional.empty(), reason);
  }
}
