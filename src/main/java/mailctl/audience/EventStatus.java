package mailctl.audience;

/// Only a live event sends.
public enum EventStatus {
  DRAFT,
  LIVE,
  CANCELLED
}
