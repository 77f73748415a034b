package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import mailctl.provider.BounceClass;

/// One attempt with the state of its submission. `since` is when the submission got into that
/// state; `rejection` is present when the provider refused this recipient by name.
record AttemptState(
    long id,
    int number,
    AttemptOrigin origin,
    SubmissionState submission,
    Instant since,
    String submissionDetail,
    Optional<String> rejection,
    Accumulator events) {
  AttemptState {
    requireNonNull(origin, "origin is null");
    requireNonNull(submission, "submission is null");
    requireNonNull(since, "since is null");
    requireNonNull(submissionDetail, "submissionDetail is null");
    requireNonNull(rejection, "rejection is null");
    requireNonNull(events, "events is null");
  }

  AttemptState withEvents(Accumulator merged) {
    return new AttemptState(
        id, number, origin, submission, since, submissionDetail, rejection, merged);
  }

  /// Whether it says anything about the delivery. One that came back untaken, through no fault of
  /// its own, does not: it is as if it had never been made.
  boolean counts() {
    return events.hasEvents()
        || switch (submission) {
          case CLAIMED, CALLING, ACCEPTED, IN_DOUBT, GIVEN_UP -> true;
          case REJECTED -> rejection.isPresent();
          case RETURNED -> false;
        };
  }

  /// Whether the provider took it. An event proves that, whatever the answer to the call was.
  boolean wasAccepted() {
    return events.hasEvents() || submission == SubmissionState.ACCEPTED;
  }

  /// Taken, and it has not come to an end yet.
  boolean isUnderWay() {
    return wasAccepted()
        && rejection.isEmpty()
        && events
            .outcome()
            .filter(outcome -> outcome != Outcome.PROCESSED && outcome != Outcome.DEFERRED)
            .isEmpty();
  }

  boolean isBlocked() {
    return events.outcome().filter(outcome -> outcome == Outcome.BLOCKED).isPresent();
  }

  BounceClass blockClass() {
    return BounceClass.valueOf(
        events.strongest().orElseThrow().detail().toUpperCase(java.util.Locale.ROOT));
  }
}
