package mailctl.doctor;

import static mailctl.database.schema.Tables.ORGANIZATION;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.Record;
import org.jooq.impl.DSL;

/// Asks the server about itself, and the database about its senders.
public final class ServerStore {
  /// The table that has the most dead rows.
  record Dead(String table, long dead, long live) {}

  /// What the database takes and leaves lying about.
  record Storage(
      long bytes, long transactionAge, Optional<Duration> oldestTransaction, Optional<Dead> dead) {}

  private ServerStore() {}

  static String version(Tx tx) {
    return tx.dsl()
        .fetchSingle("select split_part(current_setting('server_version'), ' ', 1)")
        .get(0, String.class);
  }

  static Storage storage(Tx tx) {
    Record size =
        tx.dsl()
            .fetchSingle(
                """
                select pg_database_size(current_database()) as bytes,
                  (select age(datfrozenxid)::bigint from pg_database
                    where datname = current_database()) as age,
                  (select extract(epoch from now() - min(xact_start))::bigint
                    from pg_stat_activity
                    where datname = current_database() and state <> 'idle') as oldest
                """);
    Optional<Dead> dead =
        tx.dsl()
            .fetchOptional(
                """
                select relname, n_dead_tup, n_live_tup from pg_stat_user_tables
                where schemaname = current_schema()
                order by n_dead_tup desc limit 1
                """)
            .map(
                row ->
                    new Dead(
                        row.get(0, String.class), row.get(1, Long.class), row.get(2, Long.class)));
    return new Storage(
        size.get("bytes", Long.class),
        size.get("age", Long.class),
        Optional.ofNullable(size.get("oldest", Long.class)).map(Duration::ofSeconds),
        dead);
  }

  /// The addresses that mail is from.
  public static List<String> senders(Tx tx) {
    return tx.dsl()
        .selectDistinct(DSL.lower(ORGANIZATION.EMAIL))
        .from(ORGANIZATION)
        .where(ORGANIZATION.EMAIL.isNotNull().and(ORGANIZATION.EMAIL.ne("")))
        .orderBy(1)
        .limit(100)
        .fetch(row -> row.value1().toLowerCase(Locale.ROOT));
  }
}
