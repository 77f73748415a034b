package mailctl.audience;

/// Where a registration stands; `INVITED` is someone who has not signed up yet.
public enum RegistrationStatus {
  INVITED,
  PENDING,
  APPROVED,
  WAITLISTED,
  REJECTED,
  CONFIRMED,
  CANCELLED
}
