package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.database.Database;
import mailctl.database.Tx;

/// Reports on a time. Reads only; safe for use by many threads.
public final class PeriodReports {
  private static final Duration LONGEST_QUERY = Duration.ofSeconds(30);

  private final SnapshotStore snapshots;
  private final Radar radar;
  private final PeriodStore periods = new PeriodStore();
  private final QueueStore queue = new QueueStore();

  public PeriodReports(Database database, Radar radar) {
    this.snapshots = new SnapshotStore(database);
    this.radar = requireNonNull(radar, "radar is null");
  }

  /// `step` is how long a slice is; the last one may be shorter.
  public PeriodReport report(
      Instant since, Instant until, Duration step, Optional<EventName> event) {
    if (!since.isBefore(until) || !step.isPositive()) {
      throw new IllegalArgumentException("a report is about some time");
    }
    Optional<Long> id = event.map(EventName::id);
    Instant earlier = since.minus(Duration.between(since, until));
    RadarState state = radar.state(LONGEST_QUERY);
    return snapshots.read(
        tx ->
            new PeriodReport(
                since,
                until,
                event.map(EventName::slug),
                periods.counts(tx, since, until, id),
                periods.counts(tx, earlier, since, id),
                slices(tx, since, until, step, id),
                periods.reasons(tx, since, until, id),
                attention(queue.read(tx, until), state)));
  }

  private List<PeriodReport.Slice> slices(
      Tx tx, Instant since, Instant until, Duration step, Optional<Long> event) {
    List<PeriodReport.Slice> slices = new ArrayList<>();
    for (Instant from = since; from.isBefore(until); from = from.plus(step)) {
      Instant end = from.plus(step).isBefore(until) ? from.plus(step) : until;
      slices.add(new PeriodReport.Slice(from, periods.counts(tx, from, end, event)));
    }
    return slices;
  }

  private static List<PeriodReport.Attention> attention(QueueState queue, RadarState radar) {
    InboxState inbox = radar.inbox();
    Debt debt = radar.debt();
    List<PeriodReport.Attention> all = new ArrayList<>();
    add(all, queue.emailsByStatus().getOrDefault("held", 0L), "emails held", "schedule list");
    add(all, queue.emailsByStatus().getOrDefault("paused", 0L), "emails paused", "schedule list");
    add(all, queue.doubts(), "requests in doubt", "inspect doubts");
    add(all, inbox.parkedPosts() + inbox.parkedEvents(), "posts and events parked", "parked list");
    add(all, debt.processedLate(), "messages that owe a first event", "inspect gaps");
    add(all, debt.finalLate(), "messages that owe their end", "inspect gaps");
    return all;
  }

  private static void add(
      List<PeriodReport.Attention> all, long count, String what, String command) {
    if (count > 0) {
      all.add(new PeriodReport.Attention(count, what, "mailctl " + command));
    }
  }
}
