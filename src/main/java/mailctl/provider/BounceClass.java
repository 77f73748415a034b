package mailctl.provider;

/// What a receiving server held against a message, in SendGrid's classes.
public enum BounceClass {
  INVALID_ADDRESS,
  TECHNICAL,
  CONTENT,
  REPUTATION,
  VOLUME,
  MAILBOX_UNAVAILABLE,
  UNCLASSIFIED
}
