package mailctl.suppression;

/// What stands behind an unsubscribe link. The token is whatever the link carried: check it.
public interface Unsubscriber {
  /// What the link is about. Changes nothing, as mail scanners open links.
  UnsubscribeResult look(String token);

  /// Opts the recipient out; doing it again changes nothing and says the same.
  UnsubscribeResult unsubscribe(String token);
}
