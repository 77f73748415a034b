package mailctl.delivery;

import static java.util.Objects.requireNonNull;

/// The attempt that a provider event is about. `accepted` is what we knew before the event.
record MatchedAttempt(
    long id,
    DeliveryId delivery,
    SubmissionId submission,
    boolean accepted,
    String email,
    long organizationId) {
  MatchedAttempt {
    requireNonNull(delivery, "delivery is null");
    requireNonNull(submission, "submission is null");
    requireNonNull(email, "email is null");
  }
}
