package mailctl.suppression;

/// What a recipient may have no more of, from the narrowest to the widest.
public enum OptOut {
  /// Mail about the event that the message was about.
  EVENT,
  /// Mail of the organization that sent it, about whatever event.
  ORGANIZATION,
  /// All mail that is sent from here, by whomever.
  EVERYTHING
}
