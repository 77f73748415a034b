package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import mailctl.database.Database;
import mailctl.database.Tx;

/// Reports on a time. Reads only; safe for use by many threads.
public final class HealthReports {
  private static final Duration LONGEST_QUERY = Duration.ofSeconds(30);

  private final SnapshotStore snapshots;
  private final InstantSource clock;
  private final RadarThresholds thresholds;
  private final FlowStore flows = new FlowStore();
  private final StandingStore standing = new StandingStore();
  private final RadarStore radar = new RadarStore();
  private final RetryStore retries = new RetryStore();

  public HealthReports(Database database, InstantSource clock, RadarThresholds thresholds) {
    this.snapshots = new SnapshotStore(database);
    this.clock = requireNonNull(clock, "clock is null");
    this.thresholds = requireNonNull(thresholds, "thresholds is null");
  }

  /// Of one moment. No query of it takes longer than half a minute: past that it fails.
  public HealthReport of(ReportPeriod period, Optional<EventName> event) {
    Optional<Long> id = event.map(EventName::id);
    return snapshots.read(
        tx -> {
          radar.limit(tx, LONGEST_QUERY);
          Instant now = clock.instant();
          List<HealthReport.Flow> flow = flows.flows(tx, period.bounds(), id);
          return new HealthReport(
              period,
              event,
              flow.getFirst(),
              before(tx, period.before(), id),
              parts(period, flow),
              flows.causes(tx, period, id),
              domains(tx, period, id, now),
              flows.suppressions(tx, period, id),
              standing.read(tx, period, id, thresholds, now));
        });
  }

  private Optional<HealthReport.Flow> before(Tx tx, ReportPeriod before, Optional<Long> event) {
    boolean kept = flows.historySince(tx).filter(since -> since.isAfter(before.since())).isEmpty();
    return kept
        ? Optional.of(flows.flows(tx, List.of(before.since(), before.until()), event).getFirst())
        : Optional.empty();
  }

  private static List<HealthReport.Part> parts(ReportPeriod period, List<HealthReport.Flow> flow) {
    List<HealthReport.Part> parts = new ArrayList<>();
    for (int i = 1; i < flow.size(); i++) {
      parts.add(new HealthReport.Part(period.bounds().get(i - 1), flow.get(i)));
    }
    return parts;
  }

  /// Those that are slowed count, whatever they did in the time.
  private List<HealthReport.Domain> domains(
      Tx tx, ReportPeriod period, Optional<Long> event, Instant now) {
    var slowed =
        retries.slowed(tx, now).stream()
            .collect(Collectors.toMap(RetryOverview.Slowed::domain, Function.identity()));
    List<HealthReport.Domain> domains = new ArrayList<>();
    for (HealthReport.Domain each : flows.domains(tx, period, event)) {
      domains.add(
          new HealthReport.Domain(
              each.name(),
              each.deferred(),
              each.blocked(),
              Optional.ofNullable(slowed.remove(each.name())).map(RetryOverview.Slowed::until)));
    }
    slowed.values().stream()
        .sorted(java.util.Comparator.comparing(RetryOverview.Slowed::domain))
        .forEach(
            it -> domains.add(new HealthReport.Domain(it.domain(), 0, 0, Optional.of(it.until()))));
    return domains;
  }
}
