package mailctl.backfill;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import mailctl.database.Database;
import mailctl.provider.PostParser;
import mailctl.provider.PostWriter;
import mailctl.provider.ProviderRecords;
import mailctl.provider.ProviderRecords.SuppressionList;
import mailctl.webhook.EventSink;

/// Asks the provider for what its webhook did not bring. The log comes first, as it names messages;
/// the lists, which name addresses only, fill in what is left. Running it again changes nothing.
public final class Backfill {
  private static final Duration USUAL = Duration.ofDays(3);
  private static final Duration LONGEST = Duration.ofDays(30);

  /// Where to ask.
  public enum Source {
    SUPPRESSIONS,
    EMAIL_LOGS,
    ALL
  }

  /// What was asked for, and what came of it.
  public record Report(Instant since, Instant until, List<SourceReport> sources) {
    public Report {
      requireNonNull(since, "since is null");
      requireNonNull(until, "until is null");
      sources = List.copyOf(sources);
    }
  }

  private final Database database;
  private final InstantSource clock;
  private final Supplier<ProviderRecords> records;
  private final String installation;
  private final Evidence evidence;

  /// The records are opened for each run, and closed after it.
  public Backfill(
      Database database,
      InstantSource clock,
      Supplier<ProviderRecords> records,
      PostWriter writer,
      PostParser parser,
      EventSink sink,
      String installation) {
    this.database = requireNonNull(database, "database is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.records = requireNonNull(records, "records is null");
    this.installation = requireNonNull(installation, "installation is null");
    this.evidence = new Evidence(database, writer, parser, sink, clock);
  }

  /// Without `since`: from the acceptance of the oldest message that owes something, but at least
  /// three days back, and at most thirty, which is as long as the log goes back. When one source
  /// breaks off, the others are not asked. A dry run asks and changes nothing.
  public Report run(
      Optional<Instant> since, Optional<Instant> until, Source source, boolean dryRun) {
    Instant now = clock.instant();
    Instant from = since.orElseGet(() -> start(now));
    Instant to = until.orElse(now);
    List<SourceReport> reports = new ArrayList<>();
    Set<String> settled = new HashSet<>();
    try (ProviderRecords open = records.get()) {
      if (source != Source.SUPPRESSIONS) {
        reports.add(new LogBackfill(open, evidence).run(from, to, dryRun, settled));
      }
      if (source != Source.EMAIL_LOGS) {
        ListBackfill lists = new ListBackfill(open, evidence, installation);
        for (SuppressionList list : SuppressionList.values()) {
          // Whoever did not answer, after all patience, or refused the key, will not answer now.
          boolean brokeOff = reports.stream().anyMatch(each -> each.state().isBrokenOff());
          reports.add(
              brokeOff
                  ? SourceReport.notAsked(ListBackfill.name(list))
                  : lists.run(list, from, to, dryRun, settled));
        }
      }
    }
    return new Report(from, to, reports);
  }

  private Instant start(Instant now) {
    return database
        .transaction(new AttributionStore()::oldestOwed)
        .map(oldest -> oldest.minus(Attribution.SKEW))
        .filter(oldest -> oldest.isBefore(now.minus(USUAL)))
        .map(oldest -> oldest.isBefore(now.minus(LONGEST)) ? now.minus(LONGEST) : oldest)
        .orElse(now.minus(USUAL));
  }
}
