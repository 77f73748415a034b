package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mailctl.database.Database;

/// Every accepted message owes a first word, `processed`, and a final one: delivered, bounced,
/// blocked or dropped. The radar shows what is owed. Reads only; safe for use by many threads.
public final class Radar {
  private static final Duration REFUSALS_COUNT_FOR = Duration.ofDays(1);

  private final InstantSource clock;
  private final RadarThresholds thresholds;
  private final SnapshotStore snapshots;
  private final GapStore gaps = new GapStore();
  private final RadarStore radar = new RadarStore();
  private final InboxStore inbox = new InboxStore();

  public Radar(Database database, InstantSource clock, RadarThresholds thresholds) {
    this.clock = requireNonNull(clock, "clock is null");
    this.thresholds = requireNonNull(thresholds, "thresholds is null");
    this.snapshots = new SnapshotStore(database);
  }

  public RadarThresholds thresholds() {
    return thresholds;
  }

  /// By hour of acceptance, those hours that something is owed of.
  public List<GapHour> gaps(GapScope scope) {
    return snapshots.read(tx -> gaps.hours(tx, scope, thresholds, clock.instant()));
  }

  /// The oldest first.
  public List<OwedDelivery> owed(GapScope scope, int limit) {
    return snapshots.read(tx -> gaps.list(tx, scope, thresholds, clock.instant(), limit));
  }

  /// Everything at once. No query of it takes longer than `longest`: past that it fails.
  public RadarState state(Duration longest) {
    Instant now = clock.instant();
    return snapshots.read(
        tx -> {
          radar.limit(tx, longest);
          Optional<Instant> lastPost = radar.lastPost(tx);
          Debt debt = gaps.debt(tx, GapScope.ALL, thresholds, now);
          long unheard = debt.processedLate();
          // Most of the time nothing is late, and there is nothing to look at again.
          if (unheard > 0 && lastPost.isPresent()) {
            GapScope since = new GapScope(lastPost, Optional.empty(), Optional.empty());
            unheard = gaps.debt(tx, since, thresholds, now).processedLate();
          }
          return new RadarState(
              now,
              debt,
              inbox.state(tx),
              lastPost,
              unheard,
              radar.refused(tx, now.minus(REFUSALS_COUNT_FOR)));
        });
  }
}
