package mailctl.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mailctl.support.TestDatabase;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class BreakableWorkTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  @Test
  void a_statement_under_way_is_broken_off_and_nothing_of_its_transaction_stays() throws Exception {
    BreakableWork work = new BreakableWork(db.database());
    db.database().run(tx -> tx.dsl().execute("create table seen (n integer)"));
    CountDownLatch begun = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Optional<Integer>> running =
          threads.submit(
              () ->
                  work.transaction(
                      tx -> {
                        tx.dsl().execute("insert into seen values (1)");
                        begun.countDown();
                        return tx.dsl().execute("select pg_sleep(600)");
                      }));
      begun.await();

      work.breakOff();

      assertThat(running.get()).isEmpty();
    }
    assertThat(seen()).isZero();
    assertThat(work.transaction(_ -> 1)).as("none begins after that").isEmpty();
  }

  @Test
  void what_is_not_broken_off_is_as_any_transaction() {
    BreakableWork work = new BreakableWork(db.database());
    db.database().run(tx -> tx.dsl().execute("create table seen (n integer)"));

    assertThat(work.transaction(tx -> tx.dsl().execute("insert into seen values (1)"))).contains(1);
    assertThatThrownBy(
            () ->
                work.transaction(
                    tx -> {
                      tx.dsl().execute("set local statement_timeout = 10");
                      return tx.dsl().execute("select pg_sleep(600)");
                    }))
        .isInstanceOf(DataAccessException.class);
    assertThat(seen()).isEqualTo(1);
  }

  private int seen() {
    return db.database()
        .transaction(tx -> tx.dsl().fetchSingle("select count(*) from seen").get(0, Integer.class));
  }
}
