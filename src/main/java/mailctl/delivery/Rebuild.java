package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import mailctl.database.Database;
import mailctl.database.Tx;

/// Derives accumulators and statuses anew from the history of provider events, as if all of them
/// had just come, and compares that with what stands in the rows. The meaning of an event and the
/// fold are those of the live path; only where events are read from differs.
///
/// An attempt that was claimed before the history's horizon may have lost events to pruning: what
/// it knows is kept, and its delivery is folded with it.
public final class Rebuild {
  private static final int BATCH = 500;

  /// Which deliveries.
  public sealed interface Scope {
    record All() implements Scope {}

    record OfDelivery(DeliveryId id) implements Scope {}

    record OfEmail(long id) implements Scope {}

    record OfEvent(long id) implements Scope {}
  }

  /// What was looked at and found.
  ///
  /// @param pruned attempts of which the history may not know everything
  /// @param differing deliveries with a difference, in themselves or in an attempt
  public record Totals(
      long deliveries, long attempts, long pruned, long differing, long differences) {
    static final Totals NONE = new Totals(0, 0, 0, 0, 0);

    Totals plus(Totals other) {
      return new Totals(
          deliveries + other.deliveries,
          attempts + other.attempts,
          pruned + other.pruned,
          differing + other.differing,
          differences + other.differences);
    }
  }

  private record Batch(
      Optional<DeliveryId> last,
      Totals totals,
      List<Difference> differences,
      List<Difference> ofTheLadder) {}

  private record Derived(
      DeliverySnapshot live, DeliverySnapshot anew, Map<Long, Accumulator> changed, int pruned) {}

  private final Database database;
  private final FoldStore rows;
  private final TravelStore travel;
  private final HistoryReadStore history;
  private final HistoryHorizon horizon = new HistoryHorizon();
  private final EventMeaning meaning;
  private final DeliveryFold fold;

  Rebuild(
      Database database,
      FoldStore rows,
      TravelStore travel,
      HistoryReadStore history,
      EventMeaning meaning,
      DeliveryFold fold) {
    this.database = requireNonNull(database, "database is null");
    this.rows = requireNonNull(rows, "rows is null");
    this.travel = requireNonNull(travel, "travel is null");
    this.history = requireNonNull(history, "history is null");
    this.meaning = requireNonNull(meaning, "meaning is null");
    this.fold = requireNonNull(fold, "fold is null");
  }

  /// Only compares. `each` gets the differences, `before` being the live value.
  public Totals compare(Scope scope, Consumer<Difference> each) {
    return run(scope, false, each, each);
  }

  /// Only compares, and keeps those apart that a change of the retry settings alone explains.
  Totals compare(Scope scope, Consumer<Difference> each, Consumer<Difference> ofTheLadder) {
    return run(scope, false, each, ofTheLadder);
  }

  /// Compares and writes what the history says, a batch of deliveries to a transaction. Safe while
  /// events come in: the deliveries are locked, in id order, before their history is read.
  public Totals write(Scope scope, Consumer<Difference> each) {
    return run(scope, true, each, each);
  }

  private Totals run(
      Scope scope, boolean write, Consumer<Difference> each, Consumer<Difference> ofTheLadder) {
    Totals totals = Totals.NONE;
    Optional<TravelStore.Range> range = database.transaction(tx -> travel.range(tx, scope));
    while (range.isPresent()) {
      TravelStore.Range from = range.get();
      Batch batch = database.transaction(tx -> batch(tx, scope, from, write));
      batch.differences().forEach(each);
      batch.ofTheLadder().forEach(ofTheLadder);
      totals = totals.plus(batch.totals());
      range =
          batch
              .last()
              .filter(last -> last.value() < from.last())
              .map(last -> new TravelStore.Range(last.value() + 1, from.last()));
    }
    return totals;
  }

  private Batch batch(Tx tx, Scope scope, TravelStore.Range range, boolean write) {
    if (!write) {
      travel.freeze(tx);
    }
    // Before any delivery is locked, as everybody does it: a pruning that waits for its turn must
    // not wait for us while we wait behind it.
    Optional<Instant> wholeSince = horizon.since(tx);
    List<DeliveryId> ids = travel.next(tx, scope, range, BATCH);
    if (ids.isEmpty()) {
      return new Batch(Optional.empty(), Totals.NONE, List.of(), List.of());
    }
    if (write) {
      rows.lock(tx, ids);
    }
    List<Difference> differences = new ArrayList<>();
    List<Difference> ofTheLadder = new ArrayList<>();
    Map<Long, Accumulator> accumulators = new HashMap<>();
    Map<DeliveryId, DeliveryState> states = new HashMap<>();
    Totals totals = Totals.NONE;
    for (Derived derived : derive(tx, ids, wholeSince)) {
      List<Difference> found = derived.live().to(derived.anew());
      (derived.live().differsInLadderOnly(derived.anew()) ? ofTheLadder : differences)
          .addAll(found);
      if (!found.isEmpty()) {
        states.put(derived.anew().id(), derived.anew().state());
        accumulators.putAll(derived.changed());
      }
      totals =
          totals.plus(
              new Totals(
                  1,
                  derived.anew().attempts().size(),
                  derived.pruned(),
                  found.isEmpty() ? 0 : 1,
                  found.size()));
    }
    if (write) {
      rows.writeAccumulators(tx, accumulators);
      rows.writeStates(tx, states);
    }
    return new Batch(Optional.of(ids.getLast()), totals, differences, ofTheLadder);
  }

  private List<Derived> derive(Tx tx, List<DeliveryId> ids, Optional<Instant> wholeSince) {
    Map<Long, Accumulator> said = history.accumulators(tx, ids, Optional.empty(), meaning);
    Map<Long, TravelStore.Stations> stations = travel.stations(tx, ids);
    List<Derived> derived = new ArrayList<>();
    for (FoldStore.Row row : rows.load(tx, ids)) {
      SortedMap<Integer, Accumulator> before = new TreeMap<>();
      SortedMap<Integer, Accumulator> after = new TreeMap<>();
      Map<Long, Accumulator> changed = new HashMap<>();
      List<AttemptState> attempts = new ArrayList<>();
      int pruned = 0;
      for (AttemptState attempt : row.attempts()) {
        Accumulator live = attempt.events();
        Accumulator anew = said.getOrDefault(attempt.id(), Accumulator.EMPTY);
        if (isPruned(live, requireNonNull(stations.get(attempt.id())), wholeSince)) {
          pruned++;
          anew = live;
        }
        before.put(attempt.number(), live);
        after.put(attempt.number(), anew);
        attempts.add(attempt.withEvents(anew));
        if (!anew.equals(live)) {
          changed.put(attempt.id(), anew);
        }
      }
      DeliveryId id = row.inputs().id();
      derived.add(
          new Derived(
              new DeliverySnapshot(id, row.state(), before),
              new DeliverySnapshot(id, fold.of(row.inputs(), attempts), after),
              changed,
              pruned));
    }
    return derived;
  }

  private static boolean isPruned(
      Accumulator live, TravelStore.Stations stations, Optional<Instant> wholeSince) {
    return wholeSince.isPresent()
        && (stations.claimedAt().isBefore(wholeSince.get())
            || live.firstEventAt().filter(first -> first.isBefore(wholeSince.get())).isPresent());
  }
}
