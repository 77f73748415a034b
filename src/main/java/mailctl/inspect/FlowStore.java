package mailctl.inspect;

import static mailctl.database.schema.Tables.HISTORY_HORIZON;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mailctl.database.Tx;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// Counts what happened in a time, by the times of requests and of provider events.
final class FlowStore {
  private static final int MOST_CAUSES = 12;
  private static final int MOST_DOMAINS = 6;

  /// Of deliveries in the time, and of the event, if one is asked about: {0} {1} {2}.
  private static final String EVENTS =
      """
      from provider_event e
      where e.occurred_at >= {0} and e.occurred_at < {1} and e.delivery_id is not null
        and ({2} is null or exists (
          select from delivery d join scheduled_email m on m.id = d.scheduled_email_id
          where d.id = e.delivery_id and m.event_id = {2}))
      """;

  /// The whole, and then each part: `bounds` are where they begin, and where the last one ends.
  List<HealthReport.Flow> flows(Tx tx, List<Instant> bounds, Optional<Long> event) {
    Map<Integer, Record> sent = new HashMap<>();
    requests(tx, bounds, event).forEach(row -> sent.put(row.get("part", Integer.class), row));
    Map<Integer, Map<String, Long>> events = new HashMap<>();
    events(tx, bounds, event)
        .forEach(
            row ->
                events
                    .computeIfAbsent(row.get("part", Integer.class), _ -> new HashMap<>())
                    .put(row.get("type", String.class), row.get("deliveries", Long.class)));
    return IntStream.range(0, bounds.size())
        .mapToObj(
            part -> flow(Optional.ofNullable(sent.get(part)), events.getOrDefault(part, Map.of())))
        .toList();
  }

  private static HealthReport.Flow flow(Optional<Record> sent, Map<String, Long> events) {
    return new HealthReport.Flow(
        sent.map(row -> row.get("accepted", Long.class)).orElse(0L),
        sent.map(row -> row.get("retries", Long.class)).orElse(0L),
        sent.map(row -> row.get("resends", Long.class)).orElse(0L),
        events);
  }

  /// Part 0 is all of them.
  private static Result<Record> requests(Tx tx, List<Instant> bounds, Optional<Long> event) {
    return tx.dsl()
        .fetch(
            """
            select coalesce(part, 0) as part, sum(recipients) as accepted,
              sum(again.retries) as retries, sum(again.resends) as resends
            from (
              select s.id, s.recipients,
                width_bucket(extract(epoch from s.called_at), {3}::numeric[]) as part
              from submission s
              where s.state = 'accepted' and s.called_at >= {0} and s.called_at < {1}
                and ({2} is null or s.scheduled_email_id in (
                  select m.id from scheduled_email m where m.event_id = {2}))
            ) s
            cross join lateral (
              select count(*) filter (where a.origin = 'retry') as retries,
                count(*) filter (where a.origin = 'resend') as resends
              from attempt a where a.submission_id = s.id and a.number > 1
            ) again
            group by grouping sets ((), (part))
            """,
            time(bounds.getFirst()), time(bounds.getLast()), id(event), val(array(bounds)));
  }

  /// What machines opened counts nowhere; an opt-out of a group is an opt-out.
  private static Result<Record> events(Tx tx, List<Instant> bounds, Optional<Long> event) {
    return tx.dsl()
        .fetch(
            """
            select coalesce(part, 0) as part, type, count(distinct delivery_id) as deliveries
            from (
              select e.delivery_id,
                case e.type when 'group_unsubscribed' then 'unsubscribed' else e.type end as type,
                width_bucket(extract(epoch from e.occurred_at), {3}::numeric[]) as part
            """
                + EVENTS
                + """
                  and e.type in ('deferred', 'delivered', 'blocked', 'bounced', 'dropped', 'opened',
                    'clicked', 'unsubscribed', 'group_unsubscribed', 'spam_reported')
                  and (e.machine is not true or e.type not in ('opened', 'clicked'))
                ) e
                group by grouping sets ((type), (part, type))
                """,
            time(bounds.getFirst()),
            time(bounds.getLast()),
            id(event),
            val(array(bounds)));
  }

  List<HealthReport.Cause> causes(Tx tx, ReportPeriod period, Optional<Long> event) {
    return tx.dsl()
        .fetch(
            """
            select e.type, coalesce(e.class, 'unknown') as class,
              count(distinct e.delivery_id) as deliveries
            """
                + EVENTS
                + """
                  and e.type in ('blocked', 'bounced', 'dropped')
                group by 1, 2 order by 3 desc, 1, 2 limit {3}
                """,
            time(period.since()),
            time(period.until()),
            id(event),
            val(MOST_CAUSES))
        .map(
            row ->
                new HealthReport.Cause(
                    row.get(0, String.class), row.get(1, String.class), row.get(2, Long.class)));
  }

  List<HealthReport.Domain> domains(Tx tx, ReportPeriod period, Optional<Long> event) {
    return tx.dsl()
        .fetch(
            """
            select lower(substring(e.email from '[^@]*$')) as domain,
              count(distinct e.delivery_id) filter (where e.type = 'deferred') as deferred,
              count(distinct e.delivery_id) filter (where e.type = 'blocked') as blocked
            """
                + EVENTS
                + """
                  and e.type in ('deferred', 'blocked')
                group by 1 order by count(distinct e.delivery_id) desc, 1 limit {3}
                """,
            time(period.since()),
            time(period.until()),
            id(event),
            val(MOST_DOMAINS))
        .map(
            row ->
                new HealthReport.Domain(
                    row.get(0, String.class),
                    row.get(1, Long.class),
                    row.get(2, Long.class),
                    Optional.empty()));
  }

  /// New ones that are in force; of an event, those of people who are registered for it.
  Map<String, Long> suppressions(Tx tx, ReportPeriod period, Optional<Long> event) {
    return tx
        .dsl()
        .fetch(
            """
            select s.reason, count(distinct s.email) as addresses
            from suppression s
            where s.suppressed_at >= {0} and s.suppressed_at < {1} and s.lifted_at is null
              and ({2} is null or exists (
                select from registration r where r.event_id = {2} and lower(r.email) = s.email))
            group by 1 order by 1
            """,
            time(period.since()), time(period.until()), id(event))
        .stream()
        .collect(
            Collectors.toMap(
                row -> row.get(0, String.class),
                row -> row.get(1, Long.class),
                Long::sum,
                TreeMap::new));
  }

  /// Since when the history is whole, when some of it was forgotten.
  Optional<Instant> historySince(Tx tx) {
    return tx.dsl()
        .select(HISTORY_HORIZON.SINCE)
        .from(HISTORY_HORIZON)
        .where(HISTORY_HORIZON.SINCE.isNotNull())
        .fetchOptional(row -> row.value1());
  }

  static Field<Instant> time(Instant time) {
    return DSL.cast(val(time, SQLDataType.INSTANT), SQLDataType.INSTANT);
  }

  static Field<Long> id(Optional<Long> event) {
    return DSL.cast(val(event.orElse(null), Long.class), SQLDataType.BIGINT);
  }

  /// Seconds, as PostgreSQL writes arrays.
  private static String array(List<Instant> bounds) {
    List<String> seconds = new ArrayList<>();
    bounds.forEach(
        bound -> seconds.add("%d.%09d".formatted(bound.getEpochSecond(), bound.getNano())));
    return "{" + String.join(",", seconds) + "}";
  }
}
