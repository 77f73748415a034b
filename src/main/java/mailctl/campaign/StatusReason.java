package mailctl.campaign;

import java.util.Locale;
import java.util.Optional;

/// Why a scheduled email is paused, held or failed. The other states have nothing to explain.
public sealed interface StatusReason {
  String name();

  /// As it is stored and shown.
  default String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  enum Pause implements StatusReason {
    /// A person said so; only a person lifts it.
    OPERATOR,
    /// The event lacks the date that the trigger counts from.
    NO_DATE,
    /// The event is a draft or was cancelled.
    EVENT_NOT_LIVE,
    /// Its template or filter does not read; editing it mends that.
    INVALID_CONTENT
  }

  enum Hold implements StatusReason {
    LATE,
    CANARY,
    PLAN_DRIFT,
    /// About all versions of an email that has several.
    COMPLAINTS
  }

  enum Failure implements StatusReason {
    NOBODY_ACCEPTED,
    EMPTY_AUDIENCE
  }

  static Optional<StatusReason> of(ScheduledEmailStatus status, Optional<String> text) {
    Optional<String> name = text.map(each -> each.toUpperCase(Locale.ROOT));
    return switch (status) {
      case PAUSED -> name.map(Pause::valueOf);
      case HELD -> name.map(Hold::valueOf);
      case FAILED -> name.map(Failure::valueOf);
      case SCHEDULED, ACTIVE, SENDING, SENT, CANCELLED -> Optional.empty();
    };
  }
}
