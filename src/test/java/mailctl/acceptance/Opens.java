package mailctl.acceptance;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import mailctl.database.Database;

/// What the books say about the opens of a load.
record Opens(Database database) {
  boolean anyWaiting() {
    return database.transaction(
        tx -> tx.dsl().fetchExists(WEBHOOK_POST, WEBHOOK_POST.STATE.eq("received")));
  }

  /// Every open that was answered with success is in the history, and every one in the history was
  /// counted exactly once.
  void accountFor(WebhookLoad load) {
    Set<Instant> inHistory =
        Set.copyOf(
            database.transaction(
                tx ->
                    tx.dsl()
                        .select(PROVIDER_EVENT.OCCURRED_AT)
                        .from(PROVIDER_EVENT)
                        .fetch(PROVIDER_EVENT.OCCURRED_AT)));
    List<Integer> lost =
        load.accepted().stream()
            .filter(number -> !inHistory.contains(load.timeOf(number)))
            .sorted()
            .toList();
    assertThat(lost).as("opens that were accepted and lost; " + load).isEmpty();
    int rows =
        database.transaction(
            tx -> tx.dsl().select(count()).from(PROVIDER_EVENT).fetchSingle(count()));
    assertThat(rows).as("each open is one row of the history").isEqualTo(inHistory.size());
    assertThat(counted()).as("opens counted on the attempts").isEqualTo(inHistory.size());
  }

  private int counted() {
    BigDecimal opens =
        database.transaction(
            tx ->
                tx.dsl().select(sum(ATTEMPT.OPENS)).from(ATTEMPT).fetchSingle(sum(ATTEMPT.OPENS)));
    return opens.intValueExact();
  }
}
