package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mailctl.database.Tx;

/// Derives the status of deliveries anew after something about them changed: locks them in id order,
/// merges what is new into the accumulators of their attempts, folds, and writes what came out different.
final class Refold {
  private final DeliveryFold fold;
  private final FoldStore store;

  Refold(DeliveryFold fold, FoldStore store) {
    this.fold = requireNonNull(fold, "fold is null");
    this.store = requireNonNull(store, "store is null");
  }

  /// @param additions what the provider has said since, by attempt id; each event once
  void run(Tx tx, Collection<DeliveryId> deliveries, Map<Long, Accumulator> additions) {
    if (deliveries.isEmpty()) {
      return;
    }
    store.lock(tx, deliveries);
    Map<Long, Accumulator> merged = new HashMap<>();
    Map<DeliveryId, DeliveryState> states = new HashMap<>();
    for (FoldStore.Row row : store.load(tx, deliveries)) {
      List<AttemptState> attempts = new ArrayList<>();
      for (AttemptState attempt : row.attempts()) {
        Accumulator addition = additions.get(attempt.id());
        if (addition == null) {
          attempts.add(attempt);
        } else {
          AttemptState grown = attempt.withEvents(attempt.events().merge(addition));
          merged.put(grown.id(), grown.events());
          attempts.add(grown);
        }
      }
      states.put(row.inputs().id(), fold.of(row.inputs(), attempts));
    }
    store.writeAccumulators(tx, merged);
    store.writeStates(tx, states);
  }

  void run(Tx tx, Collection<DeliveryId> deliveries) {
    run(tx, deliveries, Map.of());
  }
}
