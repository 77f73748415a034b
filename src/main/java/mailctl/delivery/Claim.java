package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import mailctl.audience.RegistrationId;

/// What one claim got: a submission of our own, and how many were skipped on the way because they have
/// been suppressed since they were planned.
record Claim(Optional<Submission> submission, int skipped) {
  /// `token` proves that we still own it whenever we go on with it.
  record Submission(SubmissionId id, UUID token, List<Attempt> attempts) {
    Submission {
      requireNonNull(id, "id is null");
      requireNonNull(token, "token is null");
      attempts = List.copyOf(attempts);
    }
  }

  record Attempt(
      long id, DeliveryId delivery, RegistrationId registration, int number, String email) {
    Attempt {
      requireNonNull(delivery, "delivery is null");
      requireNonNull(registration, "registration is null");
      requireNonNull(email, "email is null");
    }
  }

  Claim {
    requireNonNull(submission, "submission is null");
  }

  /// Nothing was there to claim.
  boolean isEmpty() {
    return submission.isEmpty() && skipped == 0;
  }
}
