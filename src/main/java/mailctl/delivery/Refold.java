package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mailctl.database.Tx;

/// Derives the status of deliveries anew after something about them changed: locks them in id
/// order, merges what is new into the accumulators of their attempts, folds, and writes what came
/// out different.
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
    List<FoldStore.Locked> locked = store.lock(tx, deliveries);
    Map<DeliveryId, List<AttemptState>> attempts = store.attempts(tx, deliveries);
    Map<Long, Accumulator> merged = HashMap.newHashMap(additions.size());
    // In id order, as they were locked.
    Map<DeliveryId, DeliveryState> changed = LinkedHashMap.newLinkedHashMap(locked.size());
    for (FoldStore.Locked each : locked) {
      DeliveryId id = each.inputs().id();
      List<AttemptState> grown = new ArrayList<>();
      for (AttemptState attempt : attempts.getOrDefault(id, List.of())) {
        Accumulator addition = additions.get(attempt.id());
        if (addition == null) {
          grown.add(attempt);
        } else {
          Accumulator sum = attempt.events().merge(addition);
          merged.put(attempt.id(), sum);
          grown.add(attempt.withEvents(sum));
        }
      }
      DeliveryState state = fold.of(each.inputs(), grown);
      if (!state.equals(each.state())) {
        changed.put(id, state);
      }
    }
    store.writeAccumulators(tx, merged);
    store.writeStates(tx, changed);
  }

  void run(Tx tx, Collection<DeliveryId> deliveries) {
    run(tx, deliveries, Map.of());
  }
}
