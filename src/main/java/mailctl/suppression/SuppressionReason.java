package mailctl.suppression;

/// Why an address must not be mailed.
public enum SuppressionReason {
  UNSUBSCRIBED,
  SPAM_REPORT,
  HARD_BOUNCE,
  INVALID,
  MANUAL,
  IMPORTED,
  /// Its owner asked to be forgotten.
  ERASED
}
