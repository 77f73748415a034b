package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import mailctl.database.Database;

/// Prepares the coming months of the provider events' history. A month that nobody prepared goes to
/// the default partition, where nothing is lost but pruning is slower.
public final class EventPartitions {
  private static final int MONTHS_AHEAD = 2;

  private final Database database;
  private final PartitionStore store = new PartitionStore();
  private final InstantSource clock;

  public EventPartitions(Database database, InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// This month and the next ones; what is there already stays.
  public void prepare() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    for (int ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
      LocalDate month = today.plusMonths(ahead);
      database.run(tx -> store.ensure(tx, month));
    }
  }
}
