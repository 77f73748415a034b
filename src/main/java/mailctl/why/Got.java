package mailctl.why;

/// Whether an address got an email.
public enum Got {
  YES,
  /// It is with the provider, or being handed over.
  ON_ITS_WAY,
  NOT_YET,
  NO,
  /// It was handed over, and nobody knows whether it was taken.
  UNKNOWN
}
