package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import mailctl.database.Tx;
import mailctl.delivery.DeliveryId;
import mailctl.delivery.PastDelivery;
import mailctl.delivery.Retrospect;
import mailctl.inspect.AttemptHistory;
import mailctl.inspect.Recollection;

/// Lets the read models ask the fold what was known.
final class Recollections implements Recollection {
  private final Retrospect retrospect;

  Recollections(Retrospect retrospect) {
    this.retrospect = requireNonNull(retrospect, "retrospect is null");
  }

  @Override
  public Optional<Known> at(Tx tx, long delivery, Instant time) {
    return retrospect.at(tx, new DeliveryId(delivery), time).map(Recollections::known);
  }

  private static Known known(PastDelivery past) {
    return new Known(
        past.status(),
        past.statusAt(),
        past.dueAt(),
        past.blockClass(),
        past.reason(),
        past.attempts().stream().map(Recollections::attempt).toList(),
        past.historySince());
  }

  private static KnownAttempt attempt(PastDelivery.PastAttempt attempt) {
    return new KnownAttempt(
        attempt.number(),
        attempt.submissionState(),
        attempt
            .outcome()
            .map(
                outcome ->
                    new AttemptHistory.Outcome(
                        outcome.kind(),
                        outcome.at(),
                        Optional.of(outcome.detail()),
                        Optional.of(outcome.reason()))),
        new AttemptHistory.Facts(
            visits(attempt.opens()),
            visits(attempt.machineOpens()),
            visits(attempt.clicks()),
            visits(attempt.machineClicks()),
            attempt.spamReportedAt(),
            attempt.unsubscribedAt()));
  }

  private static AttemptHistory.Visits visits(PastDelivery.PastVisits visits) {
    return new AttemptHistory.Visits(visits.count(), visits.first(), visits.last());
  }
}
