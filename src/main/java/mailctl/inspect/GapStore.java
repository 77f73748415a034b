package mailctl.inspect;

import static mailctl.database.schema.Tables.SUBMISSION;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// What is owed of accepted messages, by way of the index that holds nothing else.
final class GapStore {
  private static final String COUNTS =
      """
      count(*) filter (where a.first_event_at is null) as processed,
      count(*) filter (where a.first_event_at is null and s.called_at < {0}) as processed_late,
      count(*) as final,
      count(*) filter (where s.called_at < {1}) as final_late,
      min(s.called_at) as oldest
      """;

  private static final String OWED =
      """
      from attempt a
      join submission s on s.id = a.submission_id and s.state = 'accepted'
      """;

  private static final String IN_SCOPE =
      """
      where a.owed
        and ({2} is null or s.called_at >= {2})
        and ({3} is null or s.called_at < {3})
        and ({4} is null or s.scheduled_email_id in (
          select m.id from scheduled_email m where m.event_id = {4}))
      """;

  /// The hours that something is owed of, the oldest first.
  List<GapHour> hours(Tx tx, GapScope scope, RadarThresholds thresholds, Instant now) {
    return tx.dsl()
        .resultQuery(
            "select o.*, (select coalesce(sum(s.recipients), 0) from submission s"
                + " where s.state = 'accepted' and s.called_at >= o.hour"
                + " and s.called_at < o.hour + interval '1 hour'"
                + " and ({2} is null or s.called_at >= {2})"
                + " and ({3} is null or s.called_at < {3})"
                + " and ({4} is null or s.scheduled_email_id in ("
                + " select m.id from scheduled_email m where m.event_id = {4}))) as accepted"
                + " from (select date_trunc('hour', s.called_at, 'UTC') as hour, "
                + COUNTS
                + OWED
                + IN_SCOPE
                + " group by 1) o order by o.hour",
            parameters(scope, thresholds, now))
        .fetch(
            row ->
                new GapHour(
                    row.get("hour", Instant.class), row.get("accepted", Long.class), debt(row)));
  }

  Debt debt(Tx tx, GapScope scope, RadarThresholds thresholds, Instant now) {
    return debt(
        tx.dsl()
            .resultQuery("select " + COUNTS + OWED + IN_SCOPE, parameters(scope, thresholds, now))
            .fetchSingle());
  }

  /// The oldest requests first.
  List<OwedDelivery> list(
      Tx tx, GapScope scope, RadarThresholds thresholds, Instant now, int limit) {
    return tx.dsl()
        .resultQuery(
            """
            select a.delivery_id, a.number, s.scheduled_email_id, e.slug, a.email, s.called_at,
              s.message_id, a.last_event_at,
              s.called_at < case when a.first_event_at is null then {0} else {1} end as late
            """
                + OWED
                + """
                join scheduled_email m on m.id = s.scheduled_email_id
                join event e on e.id = m.event_id
                """
                + IN_SCOPE
                + " order by a.submission_id, a.id limit {5}",
            parameters(scope, thresholds, now, val(limit)))
        .fetch(
            row ->
                new OwedDelivery(
                    row.get("delivery_id", Long.class),
                    row.get("number", Integer.class),
                    row.get("scheduled_email_id", Long.class),
                    row.get("slug", String.class),
                    row.get("email", String.class),
                    row.get("called_at", Instant.class),
                    Optional.ofNullable(row.get("message_id", String.class)),
                    Optional.ofNullable(row.get("last_event_at", Instant.class)),
                    row.get("late", Boolean.class)));
  }

  private static Field<?>[] parameters(
      GapScope scope, RadarThresholds thresholds, Instant now, Field<?>... more) {
    Field<?>[] all = new Field<?>[5 + more.length];
    all[0] = time(Optional.of(now.minus(thresholds.processed())));
    all[1] = time(Optional.of(now.minus(thresholds.fin())));
    all[2] = time(scope.since());
    all[3] = time(scope.until());
    all[4] = DSL.cast(val(scope.eventId().orElse(null), Long.class), SQLDataType.BIGINT);
    System.arraycopy(more, 0, all, 5, more.length);
    return all;
  }

  private static Field<Instant> time(Optional<Instant> time) {
    return DSL.cast(val(time.orElse(null), SUBMISSION.CALLED_AT), SUBMISSION.CALLED_AT);
  }

  private static Debt debt(Record row) {
    return new Debt(
        row.get("processed", Long.class),
        row.get("processed_late", Long.class),
        row.get("final", Long.class),
        row.get("final_late", Long.class),
        Optional.ofNullable(row.get("oldest", Instant.class)));
  }
}
