package mailctl.inspect;

import static mailctl.database.schema.Tables.DOMAIN_PACE;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mailctl.database.Tx;

/// What waits for another attempt, counted, and what is in its way.
final class RetryStore {
  /// A list is for people.
  private static final int MOST_DOMAINS = 20;

  List<RetryOverview.Group> byClass(Tx tx) {
    return groups(tx, "coalesce(d.block_class, 'unclassified')", Integer.MAX_VALUE);
  }

  List<RetryOverview.Group> byDomain(Tx tx) {
    return groups(tx, "lower(substring(d.email from '[^@]*$'))", MOST_DOMAINS);
  }

  private static List<RetryOverview.Group> groups(Tx tx, String by, int limit) {
    return tx.dsl()
        .resultQuery(
            "select "
                + by
                + ", count(*), min(d.due_at) from waiting_delivery d where d.status = 'retrying' "
                + "group by 1 order by 2 desc, 1 limit {0}",
            val(limit))
        .fetch(
            row ->
                new RetryOverview.Group(
                    row.get(0, String.class), row.get(1, Long.class), row.get(2, Instant.class)));
  }

  List<RetryOverview.Slowed> slowed(Tx tx, Instant now) {
    return tx.dsl()
        .selectFrom(DOMAIN_PACE)
        .where(DOMAIN_PACE.UNTIL.gt(now))
        .orderBy(DOMAIN_PACE.UNTIL, DOMAIN_PACE.DOMAIN)
        .fetch(row -> new RetryOverview.Slowed(row.getDomain(), row.getKind(), row.getUntil()));
  }

  /// How a delivery was blocked.
  ///
  /// @param count how often, resends by hand left out
  /// @param longTried the last time after two days of SendGrid's own tries
  record Blocks(int count, boolean longTried) {
    static final Blocks NONE = new Blocks(0, false);
  }

  Map<Long, Blocks> blocks(Tx tx, Collection<Long> deliveries) {
    return tx.dsl()
        .resultQuery(
            """
            select delivery_id, count(*) filter (where origin <> 'resend')::integer as blocks,
              (array_agg(outcome_at - first_event_at >= interval '48 hours'
                order by number desc))[1] as long_tried
            from attempt where delivery_id = any ({0}) and outcome = 'blocked'
            group by delivery_id
            """,
            val(deliveries.toArray(Long[]::new)))
        .fetchMap(
            row -> row.get("delivery_id", Long.class),
            row ->
                new Blocks(row.get("blocks", Integer.class), row.get("long_tried", Boolean.class)));
  }

  /// What keeps all deliveries of an email, in words; emails that nothing stops are left out.
  Map<Long, List<String>> stops(Tx tx, Collection<Long> emails) {
    Map<Long, List<String>> stops = new HashMap<>();
    tx.dsl()
        .select(SCHEDULED_EMAIL.ID, SCHEDULED_EMAIL.STATUS, EVENT.SLUG, EVENT.STATUS)
        .from(SCHEDULED_EMAIL)
        .join(EVENT)
        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
        .where(SCHEDULED_EMAIL.ID.in(emails))
        .forEach(
            row -> {
              List<String> words = new ArrayList<>();
              if (NextStep.STOPPED.contains(row.value2())) {
                words.add("the email is " + row.value2());
              }
              if (!row.value4().equals("live")) {
                words.add("event " + row.value3() + " is " + row.value4().replace('_', ' '));
              }
              if (!words.isEmpty()) {
                stops.put(row.value1(), words);
              }
            });
    return stops;
  }
}
