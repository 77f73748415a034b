package mailctl.audience;

/// Whether a registration is paid for.
public enum PaymentStatus {
  UNPAID,
  PENDING,
  PAID,
  OVERDUE,
  REFUNDED,
  WAIVED
}
