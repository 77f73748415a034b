package mailctl.campaign;

import static java.util.Objects.requireNonNull;

/// What an operation did to a scheduled email.
///
/// @param cancelledDeliveries how many deliveries were waiting and will not be sent now
public record ScheduleChange(ScheduledEmail before, ScheduledEmail after, int cancelledDeliveries) {
  public ScheduleChange {
    requireNonNull(before, "before is null");
    requireNonNull(after, "after is null");
  }

  static ScheduleChange none(ScheduledEmail email) {
    return new ScheduleChange(email, email, 0);
  }

  /// False when it was already so.
  public boolean changed() {
    return !before.equals(after) || cancelledDeliveries > 0;
  }
}
