package mailctl.webhook;

import mailctl.database.SqlEnum;
import mailctl.delivery.AppliedEvents;

/// Why an element of a post is parked.
public enum ParkedReason {
  MALFORMED,
  UNMATCHED,
  ADDRESS_MISMATCH,
  UNKNOWN_DELIVERY,
  OLDER_THAN_RETENTION,
  /// It alone keeps its post from being applied, for whatever reason.
  REFUSED;

  static ParkedReason of(AppliedEvents.Reason reason) {
    return switch (reason) {
      case UNMATCHED -> UNMATCHED;
      case ADDRESS_MISMATCH -> ADDRESS_MISMATCH;
      case UNKNOWN_DELIVERY -> UNKNOWN_DELIVERY;
      case OLDER_THAN_RETENTION -> OLDER_THAN_RETENTION;
    };
  }

  /// Whether the delivery may still turn up, as when the event was faster than our own settling.
  boolean mayMend() {
    return this == UNMATCHED || this == UNKNOWN_DELIVERY;
  }

  String sql() {
    return SqlEnum.word(this);
  }

  static ParkedReason of(String sql) {
    return SqlEnum.of(ParkedReason.class, sql);
  }
}
