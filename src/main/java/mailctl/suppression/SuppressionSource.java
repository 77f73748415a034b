package mailctl.suppression;

/// Who told us.
public enum SuppressionSource {
  PROVIDER_EVENT,
  UNSUBSCRIBE_LINK,
  OPERATOR,
  IMPORT,
  ERASURE
}
