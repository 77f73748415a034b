package mailctl.webhook;

import static mailctl.database.schema.Tables.IGNORED_EVENT;

import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import mailctl.database.Tx;
import org.jooq.impl.DSL;

/// Counts, by day of receipt (UTC), what was rightly not applied.
final class IgnoredEventStore {
  private final boolean counting;

  IgnoredEventStore() {
    this(true);
  }

  private IgnoredEventStore(boolean counting) {
    this.counting = counting;
  }

  /// For events that were counted when they were processed before.
  static IgnoredEventStore silent() {
    return new IgnoredEventStore(false);
  }

  record Key(LocalDate day, String reason) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byDay = day.compareTo(other.day);
      return byDay != 0 ? byDay : reason.compareTo(other.reason);
    }
  }

  /// Sorted, and last in its transaction: everybody writes the same few rows.
  void add(Tx tx, SortedMap<Key, Integer> counts) {
    for (Map.Entry<Key, Integer> entry : counts.entrySet()) {
      if (counting && entry.getValue() > 0) {
        tx.dsl()
            .insertInto(IGNORED_EVENT)
            .set(IGNORED_EVENT.DAY, entry.getKey().day())
            .set(IGNORED_EVENT.REASON, entry.getKey().reason())
            .set(IGNORED_EVENT.EVENTS, (long) entry.getValue())
            .onConflict(IGNORED_EVENT.DAY, IGNORED_EVENT.REASON)
            .doUpdate()
            .set(
                IGNORED_EVENT.EVENTS, IGNORED_EVENT.EVENTS.plus(DSL.excluded(IGNORED_EVENT.EVENTS)))
            .execute();
      }
    }
  }
}
