package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Tx;

/// What was known of a delivery at some time: the fold of the provider events that had been
/// received, of the attempts that had been made, in the states that they were in, and of what had
/// been decided. Three things are not kept, and so are not seen: waits and resends that were asked
/// for and have been used up, and the doubt about a submission that was proven later, which shows
/// as still being called.
public final class Retrospect {
  private final FoldStore rows;
  private final TravelStore travel;
  private final HistoryReadStore history;
  private final HistoryHorizon horizon = new HistoryHorizon();
  private final EventMeaning meaning;
  private final DeliveryFold fold;

  Retrospect(
      FoldStore rows,
      TravelStore travel,
      HistoryReadStore history,
      EventMeaning meaning,
      DeliveryFold fold) {
    this.rows = requireNonNull(rows, "rows is null");
    this.travel = requireNonNull(travel, "travel is null");
    this.history = requireNonNull(history, "history is null");
    this.meaning = requireNonNull(meaning, "meaning is null");
    this.fold = requireNonNull(fold, "fold is null");
  }

  /// Empty when there was no such delivery yet.
  public Optional<PastDelivery> at(Tx tx, DeliveryId id, Instant time) {
    List<DeliveryId> ids = List.of(id);
    // First: from here on nothing is pruned under the reading.
    Optional<Instant> wholeSince = horizon.since(tx);
    Map<Long, Accumulator> said = history.accumulators(tx, ids, Optional.of(time), meaning);
    Map<Long, TravelStore.Stations> stations = travel.stations(tx, ids);
    return rows.load(tx, ids).stream()
        .filter(row -> !row.inputs().createdAt().isAfter(time))
        .findFirst()
        .map(
            row -> {
              List<AttemptState> attempts = new ArrayList<>();
              boolean pruned = false;
              for (AttemptState attempt : row.attempts()) {
                TravelStore.Stations passed = requireNonNull(stations.get(attempt.id()));
                if (passed.claimedAt().isAfter(time)) {
                  continue;
                }
                pruned |= wholeSince.filter(passed.claimedAt()::isBefore).isPresent();
                Accumulator events = said.getOrDefault(attempt.id(), Accumulator.EMPTY);
                attempts.add(then(attempt.withEvents(events), passed, time));
              }
              return PastDelivery.of(
                  fold.of(then(row.inputs(), time), attempts),
                  attempts,
                  pruned ? wholeSince : Optional.empty());
            });
  }

  private static DeliveryInputs then(DeliveryInputs inputs, Instant time) {
    return new DeliveryInputs(
        inputs.id(),
        inputs.createdAt(),
        inputs.skip().filter(skip -> !skip.at().isAfter(time)),
        until(inputs.cancelledAt(), time),
        inputs.notBefore(),
        until(inputs.resendAt(), time),
        inputs.lostAttempt());
  }

  private static AttemptState then(
      AttemptState attempt, TravelStore.Stations passed, Instant time) {
    if (until(passed.settledAt(), time).isPresent()) {
      return attempt;
    }
    Optional<Instant> called = until(passed.calledAt(), time);
    return new AttemptState(
        attempt.id(),
        attempt.number(),
        attempt.origin(),
        called.isPresent() ? SubmissionState.CALLING : SubmissionState.CLAIMED,
        called.orElse(passed.claimedAt()),
        "",
        Optional.empty(),
        attempt.events());
  }

  private static Optional<Instant> until(Optional<Instant> instant, Instant time) {
    return instant.filter(each -> !each.isAfter(time));
  }
}
