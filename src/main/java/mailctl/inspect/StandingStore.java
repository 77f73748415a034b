package mailctl.inspect;

import static mailctl.inspect.FlowStore.id;
import static mailctl.inspect.FlowStore.time;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import mailctl.database.Tx;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/// How things stand now: what is late, what waits for whom, what comes next.
final class StandingStore {
  /// Nobody reads on; more are counted as so many.
  private static final int MOST = 1_000;

  private static final int NEXT = 5;

  private final GapStore gaps = new GapStore();
  private final InboxStore inbox = new InboxStore();
  private final RadarStore radar = new RadarStore();

  HealthReport.Standing read(
      Tx tx, ReportPeriod period, Optional<Long> event, RadarThresholds thresholds, Instant now) {
    Instant onTime = now.minus(Lateness.GRACE);
    Record queue = queue(tx, event, onTime);
    return new HealthReport.Standing(
        now,
        emails(tx, event, "m.status = 'held'", now, MOST),
        emails(tx, event, "m.status = 'scheduled' and m.due_at < {1}", onTime, MOST),
        emails(tx, event, "m.status = 'scheduled' and m.due_at >= {1}", onTime, NEXT),
        queue.get("overdue", Long.class),
        new Overview.Retries(
            queue.get("retries", Long.class),
            Optional.ofNullable(queue.get("next_retry", Instant.class))),
        doubts(tx, period, event),
        gaps.debt(tx, new GapScope(Optional.empty(), Optional.empty(), event), thresholds, now),
        event.isEmpty() ? inbox.state(tx) : new InboxState(0, Optional.empty(), 0, 0),
        event.isEmpty() ? refused(tx, period) : Map.of(),
        event.isEmpty() ? missed(tx, period) : List.of());
  }

  private static List<HealthReport.Email> emails(
      Tx tx, Optional<Long> event, String which, Instant at, int limit) {
    return tx.dsl()
        .fetch(
            """
            select m.id, e.slug, m.name, m.status, m.status_reason, m.due_at
            from scheduled_email m join event e on e.id = m.event_id
            where ({0} is null or m.event_id = {0}) and
            """
                + which
                + " order by m.due_at nulls last, m.id limit {2}",
            id(event),
            time(at),
            DSL.val(limit))
        .map(
            row ->
                new HealthReport.Email(
                    row.get("id", Long.class),
                    row.get("slug", String.class),
                    row.get("name", String.class),
                    row.get("status", String.class),
                    Optional.ofNullable(row.get("status_reason", String.class)),
                    Optional.ofNullable(row.get("due_at", Instant.class))));
  }

  private static Record queue(Tx tx, Optional<Long> event, Instant onTime) {
    return tx.dsl()
        .fetchSingle(
            """
            select count(*) filter (where w.due_at < {1}) as overdue,
              count(*) filter (where w.status = 'retrying') as retries,
              min(w.due_at) filter (where w.status = 'retrying') as next_retry
            from waiting_delivery w join scheduled_email m on m.id = w.scheduled_email_id
            where m.status in ('active', 'sending', 'sent') and ({0} is null or m.event_id = {0})
            """,
            id(event), time(onTime));
  }

  private static HealthReport.Doubts doubts(Tx tx, ReportPeriod period, Optional<Long> event) {
    Record row =
        tx.dsl()
            .fetchSingle(
                """
                select count(*) as requests, coalesce(sum(s.recipients), 0) as recipients,
                  min(s.called_at) as oldest,
                  (select count(distinct x.submission_id)
                    from settlement_evidence x
                    join submission y on y.id = x.submission_id
                    join scheduled_email n on n.id = y.scheduled_email_id
                    where x.at >= {1} and x.at < {2} and ({0} is null or n.event_id = {0})) as settled
                from submission s join scheduled_email m on m.id = s.scheduled_email_id
                where s.state = 'in_doubt' and ({0} is null or m.event_id = {0})
                """,
                id(event), time(period.since()), time(period.until()));
    return new HealthReport.Doubts(
        row.get("requests", Long.class),
        row.get("recipients", Long.class),
        Optional.ofNullable(row.get("oldest", Instant.class)),
        row.get("settled", Long.class));
  }

  private Map<String, Long> refused(Tx tx, ReportPeriod period) {
    return radar.refused(tx, period.since()).stream()
        .collect(Collectors.toMap(RefusedPosts::reason, RefusedPosts::posts));
  }

  /// Of the days of the report, its own day among them.
  private static List<HealthReport.MissedReport> missed(Tx tx, ReportPeriod period) {
    Field<LocalDate> first = DSL.val(period.since().atZone(period.zone()).toLocalDate());
    return tx.dsl()
        .fetch(
            """
            select r.day, r.words from daily_report r
            where r.day >= {0} and r.state in ('waiting', 'in_doubt', 'given_up')
            order by r.day limit 20
            """,
            first)
        .map(
            row ->
                new HealthReport.MissedReport(
                    row.get(0, LocalDate.class), row.get(1, String.class)));
  }
}
