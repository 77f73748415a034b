package mailctl.provider;

/// Why the provider chose not to send. The first four name the address, the others do not.
public enum DropCause {
  BOUNCED_ADDRESS,
  UNSUBSCRIBED_ADDRESS,
  SPAM_REPORTING_ADDRESS,
  INVALID_ADDRESS,
  SPAM_CONTENT,
  INVALID_HEADER,
  OVER_QUOTA,
  OTHER
}
