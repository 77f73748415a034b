package mailctl.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import mailctl.database.DatabaseUnavailableException;
import mailctl.support.StoredPosts;
import mailctl.support.TestDatabase;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class GroupCommitTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @RegisterExtension final TestDatabase db = new TestDatabase();

  private final WebhookPostStore posts = new WebhookPostStore();
  private final List<Integer> batches = new CopyOnWriteArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final Semaphore gate = new Semaphore(0);
  private final List<CompletableFuture<WebhookPostId>> receipts = new ArrayList<>();
  private GroupCommit commit = new GroupCommit(this::store, 1, PATIENCE);

  @AfterEach
  void close() {
    gate.release(1_000);
    commit.close();
  }

  @Test
  void what_comes_while_a_commit_runs_shares_the_next() throws Exception {
    submit("first");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 300; i++) {
      submit("post " + i);
    }
    gate.release(1_000);
    for (int i = 0; i < 301; i++) {
      assertThat(body(receipt(i))).isEqualTo(i == 0 ? "first" : "post " + (i - 1));
    }

    assertThat(batches).containsExactly(1, GroupCommit.MAX_POSTS, 300 - GroupCommit.MAX_POSTS);
    assertThat(count("select count(distinct xmin::text) from webhook_post")).isEqualTo(3);
  }

  @Test
  void a_batch_holds_no_more_than_a_megabyte() throws Exception {
    submit("first");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 5; i++) {
      submit("x".repeat(400_000));
    }
    gate.release(1_000);
    for (int i = 0; i < 6; i++) {
      receipt(i);
    }

    assertThat(batches).containsExactly(1, 2, 2, 1);
  }

  @Test
  void a_poisoned_post_costs_only_itself() throws Exception {
    db.database()
        .run(
            tx -> {
              tx.dsl()
                  .execute(
                      "create function refuse() returns trigger language plpgsql as"
                          + " $$ begin raise 'poisoned'; end $$");
              tx.dsl()
                  .execute(
                      "create trigger refuse before insert on webhook_post for each row"
                          + " when (new.body = 'poison'::bytea) execute function refuse()");
            });
    submit("first");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    submit("before");
    submit("poison");
    submit("after");
    gate.release(1_000);

    assertThat(body(receipt(1))).isEqualTo("before");
    assertThat(failure(2)).rootCause().hasMessageContaining("poisoned");
    assertThat(body(receipt(3))).isEqualTo("after");
    assertThat(count("select count(*) from webhook_post")).isEqualTo(3);
  }

  @Test
  void there_is_no_receipt_before_the_commit() throws Exception {
    submit("first");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(receipts.getFirst()).isNotDone();
    gate.release(1);
    receipt(0);
    assertThat(count("select count(*) from webhook_post")).isEqualTo(1);
  }

  @Test
  void without_a_database_all_fail_at_once_and_the_next_one_works() throws Exception {
    commit.close();
    List<Integer> tries = new CopyOnWriteArrayList<>();
    commit =
        new GroupCommit(
            batch -> {
              tries.add(batch.size());
              begun.countDown();
              gate.acquireUninterruptibly();
              if (tries.size() <= 2) {
                throw new DatabaseUnavailableException(
                    db.database().location(), new IllegalStateException("away"));
              }
              return db.database().statement(tx -> posts.insert(tx, batch));
            },
            1,
            PATIENCE);
    submit("first");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    submit("second");
    submit("third");
    gate.release(1_000);

    for (int i = 0; i < 3; i++) {
      assertThat(failure(i)).isInstanceOf(DatabaseUnavailableException.class);
    }
    // Not one by one: that would only multiply the waiting.
    assertThat(tries).containsExactly(1, 2);
    submit("later");
    assertThat(body(receipt(3))).isEqualTo("later");
  }

  @Test
  void on_a_full_disk_a_batch_is_not_tried_one_by_one() throws Exception {
    commit.close();
    List<Integer> tries = new CopyOnWriteArrayList<>();
    commit =
        new GroupCommit(
            batch -> {
              tries.add(batch.size());
              begun.countDown();
              gate.acquireUninterruptibly();
              throw new DataAccessException(
                  "insert", new SQLException("no space left on device", "53100"));
            },
            1,
            PATIENCE);
    submit("first");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    submit("second");
    submit("third");
    gate.release(1_000);

    for (int i = 0; i < 3; i++) {
      assertThat(failure(i)).hasRootCauseMessage("no space left on device");
    }
    assertThat(tries).containsExactly(1, 2);
  }

  @Test
  void behind_a_store_that_hangs_newcomers_are_turned_away_at_once() throws Exception {
    commit.close();
    commit = new GroupCommit(this::store, 1, Duration.ofNanos(1));
    submit("hanging");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    submit("late");
    assertThat(receipts.get(1)).isCompletedExceptionally();
  }

  @Test
  void what_nobody_waits_for_any_more_is_not_stored() throws Exception {
    submit("first");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    submit("given up");
    submit("last");
    commit.forget(receipts.get(1));
    gate.release(1_000);
    receipt(2);

    assertThat(count("select count(*) from webhook_post")).isEqualTo(2);
  }

  @Test
  void closing_stores_what_waits() throws Exception {
    submit("first");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    submit("second");
    gate.release(1_000);
    commit.close();

    assertThat(count("select count(*) from webhook_post")).isEqualTo(2);
    submit("too late");
    assertThat(receipts.get(2)).isCompletedExceptionally();
  }

  private List<WebhookPostId> store(List<IncomingPost> batch) {
    begun.countDown();
    gate.acquireUninterruptibly();
    batches.add(batch.size());
    return db.database().statement(tx -> posts.insert(tx, batch));
  }

  private void submit(String body) {
    receipts.add(
        commit.submit(
            new IncomingPost(
                body.getBytes(UTF_8), Map.of("A", "\"b\\,{}"), PostOrigin.SIGNED, NOW)));
  }

  private WebhookPostId receipt(int index) throws Exception {
    return receipts.get(index).get(20, TimeUnit.SECONDS);
  }

  private Throwable failure(int index) throws Exception {
    try {
      receipt(index);
      throw new AssertionError("it was stored");
    } catch (ExecutionException e) {
      return e.getCause() == null ? e : e.getCause();
    }
  }

  private String body(WebhookPostId id) {
    assertThat(db.database().transaction(tx -> posts.find(tx, id)).orElseThrow().receivedAt())
        .isEqualTo(NOW);
    assertThat(
            db.database()
                .<Integer>transaction(
                    tx ->
                        tx.dsl()
                            .fetchSingle(
                                "select count(*)::int from webhook_post where id = ? and origin ="
                                    + " 'signed' and headers->>'A' = ?",
                                id.value(),
                                "\"b\\,{}")
                            .get(0, Integer.class)))
        .isEqualTo(1);
    return new String(new StoredPosts(db.database()).body(id), UTF_8);
  }

  private int count(String sql) {
    return db.database()
        .<Integer>transaction(tx -> tx.dsl().fetchSingle(sql).get(0, Integer.class));
  }
}
