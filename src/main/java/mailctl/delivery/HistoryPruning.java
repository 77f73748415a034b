package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import mailctl.database.Database;
import mailctl.database.Tx;

/// Forgets old provider events, by whole months. What they said stays with the attempts, so that no
/// status changes; what comes of that time later is parked. Neither waits for long where processing
/// would have to wait behind it. Safe beside itself and everything else.
public final class HistoryPruning {
  static final int STEP = 10_000;
  private static final int PATIENCE_MS = 500;
  private static final int TRIES = 10;

  private final Database database;
  private final HorizonStore horizon = new HorizonStore();
  private final HistoryPruneStore store = new HistoryPruneStore();
  private final InstantSource clock;
  private final int patienceMs;

  public HistoryPruning(Database database, InstantSource clock) {
    this(database, clock, PATIENCE_MS);
  }

  HistoryPruning(Database database, InstantSource clock, int patienceMs) {
    this.database = requireNonNull(database, "database is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.patienceMs = patienceMs;
  }

  /// What `run` would take, as long as nothing else happens.
  public PrunedHistory rehearse(Instant olderThan) {
    Instant since = startOfMonth(olderThan);
    return database.transaction(
        tx -> {
          HistoryPruneStore.Heap heap = store.countUnprepared(tx, since);
          return new PrunedHistory(
              latest(horizon.since(tx), since),
              store.months(tx, since),
              List.of(),
              heap.rows(),
              heap.bytes(),
              keptAhead(tx),
              false);
        });
  }

  /// Takes the months that ended by then, in short transactions.
  ///
  /// @param maxSteps how many steps the rows outside all months may take
  public PrunedHistory run(Instant olderThan, int maxSteps) {
    Instant since = startOfMonth(olderThan);
    // First, and committed: afterwards nobody adds anything older, so nothing is counted anew.
    if (!insist(() -> database.transaction(tx -> horizon.advance(tx, since, patienceMs)))) {
      return database.transaction(
          tx ->
              new PrunedHistory(
                  horizon.since(tx),
                  List.of(),
                  store.months(tx, since).stream().map(PrunedHistory.Month::month).toList(),
                  0,
                  0,
                  keptAhead(tx),
                  true));
    }
    List<PrunedHistory.Month> dropped = new ArrayList<>();
    List<YearMonth> inUse = new ArrayList<>();
    for (PrunedHistory.Month month : database.transaction(tx -> store.months(tx, since))) {
      if (insist(() -> database.transaction(tx -> store.drop(tx, month, patienceMs)))) {
        dropped.add(month);
      } else {
        inUse.add(month.month());
      }
    }
    return deleteUnprepared(since, maxSteps, dropped, inUse);
  }

  private PrunedHistory deleteUnprepared(
      Instant since, int maxSteps, List<PrunedHistory.Month> dropped, List<YearMonth> inUse) {
    long rows = 0;
    long bytes = 0;
    boolean more = true;
    for (int step = 0; more && step < maxSteps; step++) {
      HistoryPruneStore.Heap heap =
          database.transaction(tx -> store.deleteUnprepared(tx, since, STEP));
      rows += heap.rows();
      bytes += heap.bytes();
      more = heap.rows() == STEP;
    }
    long deletedRows = rows;
    long deletedBytes = bytes;
    boolean moreRows = more;
    return database.transaction(
        tx ->
            new PrunedHistory(
                horizon.since(tx),
                dropped,
                inUse,
                deletedRows,
                deletedBytes,
                keptAhead(tx),
                moreRows || !inUse.isEmpty()));
  }

  /// Rows of this month and the next ones are on their way into the past like all others.
  private long keptAhead(Tx tx) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return store.countUnpreparedFrom(
        tx, today.plusYears(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private static boolean insist(BooleanSupplier work) {
    for (int tries = 0; tries < TRIES; tries++) {
      if (work.getAsBoolean()) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Instant> latest(Optional<Instant> now, Instant since) {
    return Optional.of(now.filter(since::isBefore).orElse(since));
  }

  private static Instant startOfMonth(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC)
        .withDayOfMonth(1)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant();
  }
}
