package mailctl.delivery;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A delivery's status as a pure function of what was decided about it and of what became of its
/// attempts. It knows no clock: everything it says follows from recorded times, so that it can be
/// derived again at any moment, in any order of arrival, with the same result.
///
/// - An attempt that was delivered, and not bounced afterwards, makes the delivery delivered.
/// - Otherwise the latest attempt that counts speaks.
/// - Once any attempt was delivered, nothing is retried.
/// - A block is not retried while the provider is still trying another attempt: that one speaks.
/// - A person's wish to send again is void while an attempt that the provider took is under way,
///   and for good when it took the very attempt that was said to be lost.
final class DeliveryFold {
  private final RetryPolicy policy;

  DeliveryFold(RetryPolicy policy) {
    this.policy = policy;
  }

  DeliveryState of(DeliveryInputs inputs, List<AttemptState> attempts) {
    List<AttemptState> counted =
        attempts.stream()
            .filter(AttemptState::counts)
            .sorted(Comparator.comparingInt(AttemptState::number))
            .toList();
    Optional<Verdict> delivered =
        counted.reversed().stream()
            .flatMap(attempt -> attempt.events().strongest().stream())
            .filter(verdict -> verdict.outcome() == Outcome.DELIVERED)
            .findFirst();
    if (delivered.isPresent()) {
      Verdict verdict = delivered.get();
      return DeliveryState.of(DeliveryStatus.DELIVERED, verdict.at(), verdict.reason());
    }
    if (counted.isEmpty()) {
      return beforeTheFirst(inputs);
    }
    AttemptState latest = counted.getLast();
    if (isInFlight(latest)) {
      return DeliveryState.of(DeliveryStatus.SENDING, latest.since(), "");
    }
    if (inputs.resendAt().isPresent()
        && mayGoAgain(inputs, counted)
        && !isRefuted(inputs, counted)) {
      Instant resendAt = inputs.resendAt().get();
      return new DeliveryState(
          DeliveryStatus.QUEUED, resendAt, Optional.of(resendAt), Optional.empty(), "");
    }
    return speak(inputs, latest, counted);
  }

  private static DeliveryState beforeTheFirst(DeliveryInputs inputs) {
    if (inputs.skip().isPresent()) {
      return skipped(inputs.skip().get());
    }
    if (inputs.cancelledAt().isPresent()) {
      return DeliveryState.of(DeliveryStatus.CANCELLED, inputs.cancelledAt().get(), "");
    }
    Instant due = inputs.resendAt().or(inputs::notBefore).orElse(inputs.createdAt());
    return new DeliveryState(
        DeliveryStatus.QUEUED, inputs.createdAt(), Optional.of(due), Optional.empty(), "");
  }

  private DeliveryState speak(
      DeliveryInputs inputs, AttemptState latest, List<AttemptState> counted) {
    if (!latest.wasAccepted()) {
      return switch (latest.submission()) {
        case IN_DOUBT ->
            DeliveryState.of(DeliveryStatus.IN_DOUBT, latest.since(), latest.submissionDetail());
        case GIVEN_UP, REJECTED ->
            DeliveryState.of(
                DeliveryStatus.FAILED,
                latest.since(),
                latest.rejection().orElse(latest.submissionDetail()));
        case CLAIMED, CALLING, ACCEPTED, RETURNED ->
            throw new IllegalStateException("not an end of an attempt: " + latest.submission());
      };
    }
    Optional<Verdict> strongest = latest.events().strongest();
    if (strongest.isEmpty()) {
      return DeliveryState.of(DeliveryStatus.SENT, latest.since(), "");
    }
    Verdict verdict = strongest.get();
    return switch (verdict.outcome()) {
      case PROCESSED -> DeliveryState.of(DeliveryStatus.SENT, verdict.at(), "");
      case DEFERRED -> DeliveryState.of(DeliveryStatus.DEFERRED, verdict.at(), verdict.reason());
      case DELIVERED -> DeliveryState.of(DeliveryStatus.DELIVERED, verdict.at(), verdict.reason());
      case BLOCKED -> blocked(inputs, latest, verdict, counted);
      case DROPPED -> DeliveryState.of(DeliveryStatus.DROPPED, verdict.at(), verdict.reason());
      case BOUNCED -> DeliveryState.of(DeliveryStatus.BOUNCED, verdict.at(), verdict.reason());
    };
  }

  private DeliveryState blocked(
      DeliveryInputs inputs, AttemptState latest, Verdict verdict, List<AttemptState> counted) {
    Optional<AttemptState> underWay =
        counted.reversed().stream().filter(AttemptState::isUnderWay).findFirst();
    if (underWay.isPresent()) {
      return speak(inputs, underWay.get(), counted);
    }
    Optional<Instant> retryAt =
        neverDelivered(counted)
            ? policy.retryAt(
                latest.blockClass(),
                latest
                    .events()
                    .firstEventAt()
                    .filter(first -> RetryPolicy.isLongTried(first, verdict.at()))
                    .isPresent(),
                countedBlocks(counted),
                verdict.at(),
                inputs.id().value())
            : Optional.empty();
    if (retryAt.isPresent() && mayGoAgain(inputs, counted)) {
      return new DeliveryState(
          DeliveryStatus.RETRYING,
          verdict.at(),
          Times.latest(retryAt, inputs.notBefore()),
          Optional.of(latest.blockClass()),
          verdict.reason());
    }
    if (inputs.skip().isPresent()) {
      return skipped(inputs.skip().get());
    }
    // Only what would have been tried again.
    if (retryAt.isPresent() && inputs.cancelledAt().isPresent()) {
      return DeliveryState.of(DeliveryStatus.CANCELLED, inputs.cancelledAt().get(), "");
    }
    return new DeliveryState(
        DeliveryStatus.FAILED,
        verdict.at(),
        Optional.empty(),
        Optional.of(latest.blockClass()),
        verdict.reason());
  }

  /// Hand-made resends are outside the ladder: they neither climb it nor shorten it.
  private static int countedBlocks(List<AttemptState> counted) {
    return (int)
        counted.stream()
            .filter(attempt -> attempt.origin() != AttemptOrigin.RESEND)
            .filter(AttemptState::isBlocked)
            .count();
  }

  private static boolean mayGoAgain(DeliveryInputs inputs, List<AttemptState> counted) {
    return neverDelivered(counted) && inputs.skip().isEmpty() && inputs.cancelledAt().isEmpty();
  }

  private static boolean neverDelivered(List<AttemptState> counted) {
    return counted.stream().noneMatch(attempt -> attempt.events().deliveredAt().isPresent());
  }

  private static boolean isRefuted(DeliveryInputs inputs, List<AttemptState> counted) {
    return counted.stream()
        .filter(AttemptState::wasAccepted)
        .anyMatch(
            attempt ->
                attempt.isUnderWay()
                    || inputs.lostAttempt().filter(lost -> lost == attempt.number()).isPresent());
  }

  private static boolean isInFlight(AttemptState attempt) {
    return !attempt.wasAccepted()
        && (attempt.submission() == SubmissionState.CLAIMED
            || attempt.submission() == SubmissionState.CALLING);
  }

  private static DeliveryState skipped(DeliveryInputs.Skip skip) {
    return DeliveryState.of(DeliveryStatus.SKIPPED, skip.at(), skip.detail());
  }
}
