package mailctl.delivery;

/// How far sending is, in recipients, while it goes on. They add up: whoever is neither failed, in
/// doubt nor left has been sent to.
///
/// @param total everybody who is to get it
/// @param failed refused for good
/// @param inDoubt called, and nobody knows
/// @param left not called yet, or being called
public record RunProgress(long total, long failed, long inDoubt, long left) {
  public static final RunProgress NOTHING = new RunProgress(0, 0, 0, 0);

  static RunProgress of(EmailProgress email) {
    return new RunProgress(
        email.audience()
            - email.count(DeliveryStatus.SKIPPED)
            - email.count(DeliveryStatus.CANCELLED),
        email.count(DeliveryStatus.FAILED),
        email.count(DeliveryStatus.IN_DOUBT),
        email.count(DeliveryStatus.QUEUED) + email.count(DeliveryStatus.SENDING));
  }

  /// What this process has done, and so many are still to come.
  static RunProgress of(Dispatched run, long left) {
    return new RunProgress(
        run.accepted() + run.rejected() + run.inDoubt() + left,
        run.rejected(),
        run.inDoubt(),
        left);
  }

  /// With what was done between two moments.
  RunProgress plus(Dispatched before, Dispatched after) {
    long skipped = after.skipped() - before.skipped();
    long rejected = after.rejected() - before.rejected();
    long doubts = after.inDoubt() - before.inDoubt();
    long done = after.accepted() - before.accepted() + rejected + doubts + skipped;
    return new RunProgress(
        total - skipped, failed + rejected, inDoubt + doubts, Math.max(0, left - done));
  }

  public long sent() {
    return Math.max(0, total - failed - inDoubt - left);
  }

  /// Called, whatever came of it.
  public long done() {
    return total - left;
  }
}
