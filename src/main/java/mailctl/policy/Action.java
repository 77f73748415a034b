package mailctl.policy;

/// What becomes of an address when something is held against it.
public enum Action {
  /// It is not mailed again.
  SUPPRESS,
  /// It is not mailed again when there are too many of these within some time.
  COUNT,
  IGNORE
}
