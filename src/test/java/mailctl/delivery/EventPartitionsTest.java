package mailctl.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import mailctl.support.Eventually;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class EventPartitionsTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  @Test
  void this_month_and_the_next_two_are_prepared_and_doing_it_again_changes_nothing() {
    EventPartitions partitions =
        new EventPartitions(db.database(), SettableClock.at("2040-11-30T23:59:59Z"));

    partitions.prepare();
    partitions.prepare();

    assertThat(months())
        .containsExactly(
            "provider_event_2040_11", "provider_event_2040_12", "provider_event_2041_01");
  }

  @Test
  void the_months_move_on() {
    SettableClock clock = SettableClock.at("2040-10-31T23:59:59Z");
    EventPartitions partitions = new EventPartitions(db.database(), clock);

    partitions.prepare();
    clock.tick(Duration.ofSeconds(1));
    partitions.prepare();

    assertThat(months())
        .containsExactly(
            "provider_event_2040_10",
            "provider_event_2040_11",
            "provider_event_2040_12",
            "provider_event_2041_01");
  }

  @Test
  void events_that_came_before_their_month_was_prepared_keep_their_place_and_stop_no_other_month() {
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        "insert into provider_event (occurred_at, fingerprint, type, email,"
                            + " received_at) values ('2040-12-24', gen_random_uuid(), 'open', '',"
                            + " '2040-12-24')"));

    new EventPartitions(db.database(), SettableClock.at("2040-11-30T23:59:59Z")).prepare();

    assertThat(months()).containsExactly("provider_event_2040_11", "provider_event_2041_01");
    int unprepared =
        db.database().transaction(tx -> tx.dsl().fetchCount(DSL.table("provider_event_default")));
    assertThat(unprepared).isEqualTo(1);
  }

  @Test
  void two_that_prepare_a_month_at_once_wait_for_one_another() throws Exception {
    FutureTask<Boolean> second = new FutureTask<>(this::ensure);
    try (Connection first = db.dataSource().getConnection()) {
      first.setAutoCommit(false);
      ensure(first);

      Thread.ofPlatform().start(second);
      Eventually.isTrue(this::isSomebodyWaiting, () -> "nobody waits for the month's lock");
      first.commit();
    }

    assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(months()).containsExactly("provider_event_2040_05");
  }

  private boolean ensure() throws SQLException {
    try (Connection connection = db.dataSource().getConnection()) {
      ensure(connection);
      return true;
    }
  }

  private static void ensure(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select ensure_provider_event_partition('2040-05-01')");
    }
  }

  private boolean isSomebodyWaiting() {
    return db.database()
            .<Integer>transaction(
                tx ->
                    tx.dsl()
                        .fetchSingle(
                            "select count(*) from pg_locks where locktype = 'advisory'"
                                + " and not granted and database ="
                                + " (select oid from pg_database"
                                + " where datname = current_database())")
                        .get(0, Integer.class))
        > 0;
  }

  private List<String> months() {
    return db.database()
        .transaction(
            tx ->
                List.copyOf(
                    tx.dsl()
                        .fetch(
                            "select relname from pg_class where relkind = 'r'"
                                + " and relname ~ '^provider_event_204' order by 1")
                        .getValues(0, String.class)));
  }
}
