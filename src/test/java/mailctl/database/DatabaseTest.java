package mailctl.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DatabaseTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  @Test
  void a_transaction_that_throws_leaves_nothing() {
    assertThatThrownBy(
            () ->
                db.database()
                    .run(
                        tx -> {
                          insertOrganization(tx);
                          throw new IllegalStateException("no");
                        }))
        .hasMessage("no");

    assertThat(organizations()).isZero();
  }

  @Test
  void a_rehearsal_sees_its_own_changes_and_leaves_none() {
    int seen =
        db.database()
            .rehearse(
                tx -> {
                  insertOrganization(tx);
                  return count(tx);
                });

    assertThat(seen).isEqualTo(1);
    assertThat(organizations()).isZero();
  }

  @Test
  void a_rehearsal_begins_again_after_a_deadlock() {
    AtomicInteger tries = new AtomicInteger();

    int seen =
        db.database()
            .rehearse(
                tx -> {
                  insertOrganization(tx);
                  if (tries.incrementAndGet() < 3) {
                    tx.dsl()
                        .execute(
                            "do $$ begin raise 'x' using errcode = 'deadlock_detected'; end $$");
                  }
                  return count(tx);
                });

    assertThat(seen).isEqualTo(1);
    assertThat(tries).hasValue(3);
    assertThat(organizations()).isZero();
  }

  @Test
  void a_server_that_only_reads_is_as_good_as_away() {
    assertThatThrownBy(
            () ->
                db.database()
                    .run(
                        tx -> {
                          tx.dsl().execute("set transaction read only");
                          insertOrganization(tx);
                        }))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("read-only");
  }

  @Test
  void a_server_that_is_not_there_is_named() {
    assertThatThrownBy(() -> Unreachable.database().run(DatabaseTest::insertOrganization))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("cannot reach PostgreSQL at nowhere");
    assertThatThrownBy(() -> Unreachable.database().rehearse(DatabaseTest::count))
        .isInstanceOf(DatabaseUnavailableException.class);
    assertThatThrownBy(() -> OpenDatabase.open(Unreachable.settings(), 1))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("cannot reach PostgreSQL at nowhere");
  }

  @Test
  void a_server_that_goes_away_in_the_middle_is_named_and_nothing_happened() {
    assertThatThrownBy(
            () ->
                db.database()
                    .run(
                        tx -> {
                          insertOrganization(tx);
                          tx.dsl().execute("select pg_terminate_backend(pg_backend_pid())");
                        }))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("cannot reach " + db.database().location());

    assertThat(organizations()).isZero();
  }

  @Test
  void of_two_that_wait_for_each_other_one_begins_again_and_both_succeed() throws Exception {
    db.database().run(DatabaseTest::insertOrganization);
    db.database().run(tx -> tx.dsl().execute("create table other as select 1 as n"));
    CountDownLatch bothHoldOne = new CountDownLatch(2);
    AtomicInteger tries = new AtomicInteger();
    List<String> statements =
        List.of("update organization set name = name || '!'", "update other set n = n + 1");

    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> one = threads.submit(() -> updateBoth(statements, bothHoldOne, tries));
      Future<?> two = threads.submit(() -> updateBoth(statements.reversed(), bothHoldOne, tries));
      one.get();
      two.get();
    }

    assertThat(tries).hasValue(3);
    int n =
        db.database()
            .transaction(tx -> tx.dsl().fetchSingle("select n from other").get(0, Integer.class));
    assertThat(n).isEqualTo(3);
  }

  private void updateBoth(List<String> statements, CountDownLatch latch, AtomicInteger tries) {
    db.database()
        .run(
            tx -> {
              tries.incrementAndGet();
              tx.dsl().execute(statements.getFirst());
              latch.countDown();
              try {
                latch.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              tx.dsl().execute(statements.getLast());
            });
  }

  private int organizations() {
    return db.database().transaction(DatabaseTest::count);
  }

  private static int count(Tx tx) {
    return tx.dsl().fetchCount(mailctl.database.schema.Tables.ORGANIZATION);
  }

  private static void insertOrganization(Tx tx) {
    tx.dsl()
        .execute(
            "insert into organization (slug, name, email, time_zone) "
                + "values ('o', 'O', 'o@example.org', 'UTC')");
  }
}
