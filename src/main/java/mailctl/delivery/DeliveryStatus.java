package mailctl.delivery;

/// Where one delivery stands; always exactly one of these.
public enum DeliveryStatus {
  QUEUED,
  SENDING,
  SENT,
  DEFERRED,
  DELIVERED,
  RETRYING,
  BOUNCED,
  DROPPED,
  FAILED,
  IN_DOUBT,
  SKIPPED,
  CANCELLED
}
