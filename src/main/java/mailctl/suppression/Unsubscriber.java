package mailctl.suppression;

/// What stands behind an unsubscribe link. The token is whatever the link carried: check it.
public interface Unsubscriber {
  /// What the link is about. Changes nothing, as mail scanners open links.
  UnsubscribeResult look(String token);

  /// Opts the recipient out; doing it again changes nothing and says the same.
  UnsubscribeResult unsubscribe(String token, OptOut from);

  /// Takes the recipient's own opt-outs back, as far as they stop the mail that the link came with.
  /// What others have stopped stays so.
  UnsubscribeResult resubscribe(String token);
}
