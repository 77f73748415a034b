package mailctl.provider;

/// Why a request came back untaken.
public enum ReturnCause {
  RATE_LIMITED(false),
  NOT_CONNECTED(false),
  UNAUTHORIZED(true),
  FORBIDDEN(true),
  CREDITS_EXHAUSTED(true);

  private final boolean stopsTheRun;

  ReturnCause(boolean stopsTheRun) {
    this.stopsTheRun = stopsTheRun;
  }

  /// Whether every other request would come back the same until a person mends the account.
  public boolean stopsTheRun() {
    return stopsTheRun;
  }
}
