package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What waits stands in the queue, whoever changes the delivery, and nothing else does.
final class DueQueueTest {
  private static final Instant LATER = TestRows.NOW.plus(Duration.ofHours(1));

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private TestRows rows;

  @BeforeEach
  void open() {
    rows = TestRows.in(db.database());
  }

  @Test
  void who_is_planned_waits_and_who_is_skipped_does_not() {
    long waiting = rows.delivery().insert().getId();
    rows.delivery().with(DELIVERY.STATUS, "skipped").insert();

    assertThat(queue()).containsExactly(waiting + " " + TestRows.NOW);
  }

  @Test
  void a_changed_time_moves_its_place() {
    long id = rows.delivery().insert().getId();

    execute("update delivery set due_at = '" + LATER + "'");

    assertThat(queue()).containsExactly(id + " " + LATER);
  }

  @Test
  void who_waits_no_more_leaves_and_who_waits_again_comes_back() {
    long id = rows.delivery().insert().getId();

    execute("update delivery set status = 'cancelled', due_at = null, cancelled_at = now()");
    List<String> after = queue();
    execute("update delivery set status = 'queued', due_at = '" + LATER + "', cancelled_at = null");

    assertThat(after).isEmpty();
    assertThat(queue()).containsExactly(id + " " + LATER);
  }

  @Test
  void deleted_and_emptied_ones_leave_nothing_behind() {
    rows.delivery().insert();
    execute("delete from delivery");
    List<String> deleted = queue();
    rows.delivery().insert();
    execute("truncate delivery cascade");

    assertThat(deleted).isEmpty();
    assertThat(queue()).isEmpty();
  }

  @Test
  void what_was_attempted_cannot_be_deleted() {
    rows.attempt(rows.delivery().with(DELIVERY.STATUS, "sent").insert().getId()).insert();

    assertThatThrownBy(() -> execute("delete from delivery"))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("has attempts and cannot be deleted");
    assertThatThrownBy(() -> execute("delete from submission"))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("has attempts and cannot be deleted");
  }

  private List<String> queue() {
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .resultQuery("select delivery_id, due_at from due_delivery order by 1, 2")
                    .fetch(row -> row.get(0, Long.class) + " " + row.get(1, Instant.class)));
  }

  private void execute(String sql) {
    db.database().run(tx -> tx.dsl().execute(sql));
  }
}
