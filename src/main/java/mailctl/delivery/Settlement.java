package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Tx;
import mailctl.provider.SubmissionOutcome;

/// Writes down what became of a call, for the submission and for everybody in it, in one
/// transaction.
final class Settlement {
  private final SubmissionStore submissions;
  private final Refold refold;
  private final EvidenceStore evidence;

  Settlement(SubmissionStore submissions, Refold refold, EvidenceStore evidence) {
    this.submissions = requireNonNull(submissions, "submissions is null");
    this.refold = requireNonNull(refold, "refold is null");
    this.evidence = requireNonNull(evidence, "evidence is null");
  }

  /// Does nothing when something stronger than our answer has decided meanwhile. That the provider
  /// took it is stronger than what a person or the logs have said before that was known. Where an
  /// event has proven what the answer says, too, the rows become what they had been, had the event
  /// come after the answer.
  ///
  /// @param pause how long a returned submission waits when the provider named no time
  void settle(
      Tx tx, Claim.Submission submission, SubmissionOutcome outcome, Instant now, Duration pause) {
    Optional<SubmissionStore.Held> held =
        submissions.lockOwn(tx, submission.id(), submission.token());
    if (held.isEmpty()) {
      return;
    }
    if (outcome instanceof SubmissionOutcome.Accepted accepted) {
      accepted.messageId().ifPresent(id -> submissions.addMessageId(tx, submission.id(), id));
    }
    switch (held.get().state()) {
      case CALLING -> write(tx, submission, outcome, now, pause);
      // An in_doubt that is still ours is our own call, given up for lost before it came back.
      case IN_DOUBT -> {
        record(tx, submission.id(), outcome, now);
        write(tx, submission, outcome, now, pause);
      }
      case ACCEPTED -> {
        if (!(outcome instanceof SubmissionOutcome.Accepted)) {
          return;
        }
        write(tx, submission, outcome, now, pause);
      }
      case RETURNED, GIVEN_UP -> {
        if (!(outcome instanceof SubmissionOutcome.Accepted)) {
          return;
        }
        record(tx, submission.id(), outcome, now);
        write(tx, submission, outcome, now, pause);
      }
      case CLAIMED, REJECTED -> {
        return;
      }
    }
    refold.run(tx, submission.attempts().stream().map(Claim.Attempt::delivery).toList());
  }

  /// What was claimed and is not going to be called: back to the queue, nothing used up.
  void giveBack(Tx tx, Claim.Submission submission, Instant now) {
    if (submissions
        .lockOwn(tx, submission.id(), submission.token())
        .filter(held -> held.state() == SubmissionState.CLAIMED)
        .isEmpty()) {
      return;
    }
    submissions.settle(
        tx, submission.id(), SubmissionState.RETURNED, "stopped before the call", now);
    submissions.requeue(tx, submission.id(), now, Optional.empty());
    refold.run(tx, submissions.deliveries(tx, List.of(submission.id())));
  }

  private void record(Tx tx, SubmissionId id, SubmissionOutcome outcome, Instant now) {
    switch (outcome) {
      case SubmissionOutcome.Accepted _ ->
          evidence.add(
              tx, id, Evidence.ownAnswer(SubmissionState.ACCEPTED, "it was taken after all", now));
      case SubmissionOutcome.Returned returned ->
          evidence.add(tx, id, Evidence.ownAnswer(SubmissionState.RETURNED, returned.words(), now));
      case SubmissionOutcome.Rejected rejected ->
          evidence.add(tx, id, Evidence.ownAnswer(SubmissionState.REJECTED, rejected.words(), now));
      case SubmissionOutcome.InDoubt _ -> {}
    }
  }

  private void write(
      Tx tx, Claim.Submission submission, SubmissionOutcome outcome, Instant now, Duration pause) {
    SubmissionId id = submission.id();
    switch (outcome) {
      case SubmissionOutcome.Accepted _ ->
          submissions.settle(tx, id, SubmissionState.ACCEPTED, "", now);
      case SubmissionOutcome.InDoubt doubt ->
          submissions.settle(tx, id, SubmissionState.IN_DOUBT, doubt.words(), now);
      case SubmissionOutcome.Returned returned -> {
        submissions.settle(tx, id, SubmissionState.RETURNED, returned.words(), now);
        submissions.requeue(
            tx, id, now.plus(returned.retryAfter().orElse(pause)), Optional.empty());
      }
      case SubmissionOutcome.Rejected rejected -> {
        submissions.settle(tx, id, SubmissionState.REJECTED, rejected.words(), now);
        reject(tx, submission, rejected, now);
      }
    }
  }

  /// A 400 that names recipients fails those, and the rest go again. One that names nobody is
  /// narrowed: everybody goes again in requests half as large, until the culprit stands alone.
  private void reject(
      Tx tx, Claim.Submission submission, SubmissionOutcome.Rejected rejected, Instant now) {
    List<Claim.Attempt> attempts = submission.attempts();
    Map<Long, String> named = new HashMap<>();
    rejected.named().forEach((index, words) -> named.put(attempts.get(index).id(), words));
    if (named.isEmpty() && attempts.size() == 1) {
      named.put(attempts.getFirst().id(), rejected.words());
    }
    submissions.reject(tx, named);
    Optional<Integer> narrower =
        named.isEmpty() ? Optional.of((attempts.size() + 1) / 2) : Optional.empty();
    submissions.requeue(tx, submission.id(), now, narrower);
  }
}
