package mailctl.doctor;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mailctl.database.Database;

/// How large the database is, and whether PostgreSQL gets round to cleaning up.
public final class StorageCheck implements Check {
  private static final long MANY_DEAD = 100_000;
  private static final Duration LONG = Duration.ofHours(1);

  /// PostgreSQL stops taking writes at two thousand million.
  private static final long OLD_TRANSACTIONS = 1_000_000_000;

  private final Database database;

  public StorageCheck(Database database) {
    this.database = requireNonNull(database, "database is null");
  }

  @Override
  public String name() {
    return "storage";
  }

  @Override
  public Finding look() {
    return judge(database.transaction(ServerStore::storage));
  }

  static Finding judge(ServerStore.Storage storage) {
    List<String> problems = new ArrayList<>();
    storage
        .dead()
        .filter(it -> it.dead() > MANY_DEAD && it.dead() > it.live() / 2)
        .ifPresent(
            it ->
                problems.add(
                    "the table %s has %d dead rows beside %d live ones"
                        .formatted(it.table(), it.dead(), it.live())));
    storage
        .oldestTransaction()
        .filter(it -> it.compareTo(LONG) > 0)
        .ifPresent(it -> problems.add("a transaction has been open for " + Words.amount(it)));
    if (storage.transactionAge() > OLD_TRANSACTIONS) {
      problems.add("the oldest row is " + storage.transactionAge() + " transactions old");
    }
    String size = "the database takes " + Words.bytes(storage.bytes());
    return problems.isEmpty()
        ? Finding.ok(size)
        : Finding.warn(
            size + "; " + String.join("; ", problems),
            "end what keeps a transaction open (pg_stat_activity), and let autovacuum run; at worst"
                + " vacuum by hand");
  }
}
