package mailctl.campaign;

import mailctl.database.Tx;

/// What the schedule must ask of whoever sends. Package `delivery` answers.
public interface Deliveries {
  /// Whether any delivery of the email exists, whatever became of it.
  boolean hasAny(Tx tx, ScheduledEmailId email);

  /// Whether any delivery still waits for its turn or for a retry.
  boolean anyWaiting(Tx tx, ScheduledEmailId email);

  /// Whether any delivery is being called, or nobody knows what became of its call.
  boolean anyUnderWay(Tx tx, ScheduledEmailId email);

  /// Whether the email's rest waits because its first recipients fared too badly.
  boolean hasFailedCanary(Tx tx, ScheduledEmailId email);

  /// A person lets an email go on: what waits because too many of the first recipients bounced or
  /// complained may go, too. The email is locked.
  void overruleCanary(Tx tx, ScheduledEmailId email);

  /// Cancels what waits for its turn or for a retry. What is under way goes on, and is not tried
  /// again whatever becomes of it. Of a large email some at once and the rest by and by: nobody
  /// claims it meanwhile. The email is locked.
  ///
  /// @return how many waited
  int cancelQueued(Tx tx, ScheduledEmailId email);
}
