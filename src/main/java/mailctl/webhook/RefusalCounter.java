package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import mailctl.database.Database;
import mailctl.database.SqlEnum;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts refused posts in memory and writes them down when told to, a row for each reason and hour
/// and one line in the log: whoever floods us with unsigned posts costs us no more writes than one
/// that does not.
public final class RefusalCounter implements ReceiptListener {
  private static final Logger log = LoggerFactory.getLogger(RefusalCounter.class);

  private final Database database;
  private final InstantSource clock;
  private final RefusalStore store = new RefusalStore();
  private final Map<SignatureVerifier.Verdict, Long> waiting =
      new EnumMap<>(SignatureVerifier.Verdict.class);

  public RefusalCounter(Database database, InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  @Override
  public void answered(Receipt receipt) {
    if (receipt instanceof Receipt.Refused(SignatureVerifier.Verdict why)) {
      synchronized (waiting) {
        waiting.merge(why, 1L, Long::sum);
      }
    }
  }

  /// Writes down what came since the last time; what could not be written is kept for the next.
  public void flush() {
    Map<SignatureVerifier.Verdict, Long> counts;
    synchronized (waiting) {
      counts = new EnumMap<>(waiting);
      waiting.clear();
    }
    if (counts.isEmpty()) {
      return;
    }
    try {
      Instant now = clock.instant();
      database.run(tx -> store.add(tx, counts, now.truncatedTo(ChronoUnit.HOURS), now));
      log.warn("webhook=refused {}", words(counts));
    } catch (RuntimeException e) {
      synchronized (waiting) {
        counts.forEach((why, count) -> waiting.merge(why, count, Long::sum));
      }
      throw e;
    }
  }

  private static String words(Map<SignatureVerifier.Verdict, Long> counts) {
    return counts.entrySet().stream()
        .map(each -> SqlEnum.word(each.getKey()) + "=" + each.getValue())
        .collect(Collectors.joining(" "));
  }
}
