package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A delivery's history as it looked at some time: what came later is taken away.
///
/// @param historySince the history before it was pruned, so that this may lack events
public record PastHistory(DeliveryHistory history, Instant asOf, Optional<Instant> historySince) {
  public PastHistory {
    requireNonNull(history, "history is null");
    requireNonNull(asOf, "asOf is null");
    requireNonNull(historySince, "historySince is null");
  }

  static PastHistory of(DeliveryHistory now, Recollection.Known known, Instant time) {
    Map<Integer, Recollection.KnownAttempt> attempts =
        known.attempts().stream()
            .collect(Collectors.toMap(Recollection.KnownAttempt::number, Function.identity()));
    DeliveryHistory then =
        new DeliveryHistory(
            row(now.delivery(), known),
            inputs(now.inputs(), known, time),
            now.attempts().stream()
                .filter(attempt -> attempts.containsKey(attempt.number()))
                .map(
                    attempt ->
                        attempt(attempt, requireNonNull(attempts.get(attempt.number())), time))
                .toList(),
            now.events().stream().filter(event -> !event.receivedAt().isAfter(time)).toList(),
            suppressions(now.suppressions(), time),
            "");
    return new PastHistory(then, time, known.historySince());
  }

  private static DeliveryRow row(DeliveryRow now, Recollection.Known known) {
    DeliveryStatus status = DeliveryStatus.of(known.status());
    boolean unsubscribed =
        known.attempts().stream().anyMatch(attempt -> attempt.facts().unsubscribedAt().isPresent());
    return new DeliveryRow(
        now.id(),
        now.scheduledEmailId(),
        now.emailName(),
        now.eventSlug(),
        now.address(),
        status,
        unsubscribed,
        now.skipReason().filter(_ -> status == DeliveryStatus.SKIPPED),
        known.reason(),
        known.blockClass(),
        known.attempts().size(),
        known.statusAt(),
        known.dueAt(),
        now.choosing());
  }

  private static DeliveryHistory.Inputs inputs(
      DeliveryHistory.Inputs now, Recollection.Known known, Instant time) {
    boolean skipped = known.status().equals(DeliveryStatus.SKIPPED.word());
    return new DeliveryHistory.Inputs(
        now.organizationSlug(),
        now.eventId(),
        now.emailStatus(),
        now.emailStatusReason(),
        now.registrationId(),
        now.registrationName(),
        now.occurrence(),
        now.createdAt(),
        now.skipReason().filter(_ -> skipped),
        skipped ? now.skipDetail() : "",
        until(now.cancelledAt(), time),
        now.notBefore(),
        until(now.resendAt(), time),
        now.batchLimit(),
        now.variant(),
        now.tested());
  }

  private static AttemptHistory attempt(
      AttemptHistory now, Recollection.KnownAttempt known, Instant time) {
    AttemptHistory.Request request = now.submission();
    boolean settled = until(request.settledAt(), time).isPresent();
    return new AttemptHistory(
        now.number(),
        now.origin(),
        now.address(),
        new AttemptHistory.Request(
            request.id(),
            known.submissionState(),
            request.messageId().filter(_ -> settled),
            settled ? request.detail() : "",
            request.recipients(),
            request.claimedAt(),
            request.leaseUntil(),
            until(request.calledAt(), time),
            until(request.settledAt(), time)),
        now.rejection().filter(_ -> settled),
        known.outcome(),
        known.facts());
  }

  private static List<DeliveryHistory.SuppressionLine> suppressions(
      List<DeliveryHistory.SuppressionLine> now, Instant time) {
    return now.stream()
        .filter(line -> !line.recordedAt().isAfter(time))
        .map(
            line ->
                new DeliveryHistory.SuppressionLine(
                    line.id(),
                    line.scope(),
                    line.reason(),
                    line.source(),
                    line.evidence(),
                    line.suppressedAt(),
                    line.recordedAt(),
                    until(line.liftedAt(), time)))
        .toList();
  }

  private static Optional<Instant> until(Optional<Instant> instant, Instant time) {
    return instant.filter(each -> !each.isAfter(time));
  }
}
