package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import mailctl.audience.Registration;
import mailctl.audience.RegistrationId;

/// What one claim got: a submission of our own, and how many were skipped on the way because they
/// have been suppressed since they were planned.
///
/// @param more whether it is worth to claim again, although this one got nothing
/// @param registrations at least those of the submission
record Claim(
    Optional<Submission> submission,
    int skipped,
    boolean more,
    Map<RegistrationId, Registration> registrations) {
  static final Claim NOTHING = new Claim(Optional.empty(), 0, false, Map.of());

  /// `token` proves that we still own it whenever we go on with it.
  record Submission(SubmissionId id, UUID token, List<Attempt> attempts) {
    Submission {
      requireNonNull(id, "id is null");
      requireNonNull(token, "token is null");
      attempts = List.copyOf(attempts);
    }

    SubmissionStore.Token proof() {
      return new SubmissionStore.Token(id, token);
    }
  }

  record Attempt(
      long id,
      DeliveryId delivery,
      RegistrationId registration,
      int number,
      String email,
      Optional<String> variant) {
    Attempt {
      requireNonNull(delivery, "delivery is null");
      requireNonNull(registration, "registration is null");
      requireNonNull(email, "email is null");
      requireNonNull(variant, "variant is null");
    }
  }

  Claim {
    requireNonNull(submission, "submission is null");
    requireNonNull(registrations, "registrations is null");
  }

  /// Nothing was there to claim.
  boolean isEmpty() {
    return submission.isEmpty() && skipped == 0 && !more;
  }

  Stream<RegistrationId> registrationIds() {
    return submission.stream().flatMap(it -> it.attempts().stream()).map(Attempt::registration);
  }

  Claim with(Map<RegistrationId, Registration> found) {
    return new Claim(submission, skipped, more, found);
  }
}
