package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import mailctl.audience.SkipReason;

/// What was decided about a delivery on our side: half of what its status follows from; the
/// attempts are the other half. `notBefore` and `resendAt` are set while something waits to be
/// claimed.
///
/// @param lostAttempt the number of the attempt that was lost by the word of who asked for a resend
record DeliveryInputs(
    DeliveryId id,
    Instant createdAt,
    Optional<Skip> skip,
    Optional<Instant> cancelledAt,
    Optional<Instant> notBefore,
    Optional<Instant> resendAt,
    Optional<Integer> lostAttempt) {
  record Skip(SkipReason reason, String detail, Instant at) {
    Skip {
      requireNonNull(reason, "reason is null");
      requireNonNull(detail, "detail is null");
      requireNonNull(at, "at is null");
    }
  }

  /// With a resend, if there is one, that does not depend on anything being lost.
  DeliveryInputs(
      DeliveryId id,
      Instant createdAt,
      Optional<Skip> skip,
      Optional<Instant> cancelledAt,
      Optional<Instant> notBefore,
      Optional<Instant> resendAt) {
    this(id, createdAt, skip, cancelledAt, notBefore, resendAt, Optional.empty());
  }

  DeliveryInputs {
    requireNonNull(id, "id is null");
    requireNonNull(createdAt, "createdAt is null");
    requireNonNull(skip, "skip is null");
    requireNonNull(cancelledAt, "cancelledAt is null");
    requireNonNull(notBefore, "notBefore is null");
    requireNonNull(resendAt, "resendAt is null");
    requireNonNull(lostAttempt, "lostAttempt is null");
  }
}
