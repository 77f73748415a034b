package mailctl.delivery;

import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.val;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.ArraySql;
import mailctl.database.Tx;
import mailctl.suppression.SuppressionStore;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/// Takes deliveries that are due, so that nobody else does.
final class ClaimStore {
  /// A place in the order in which the deliveries of an email are claimed.
  record Place(Instant due, long id) implements Comparable<Place> {
    static final Place START = new Place(Instant.EPOCH, 0);

    @Override
    public int compareTo(Place other) {
      return Comparator.comparing(Place::due).thenComparing(Place::id).compare(this, other);
    }
  }

  /// @param claims one for each of the sizes that were asked for
  /// @param last where what was looked at ended
  record Claimed(List<Claim> claims, Place last) {}

  /// May be claimed at all: a live event (or the news that it is cancelled), and an email that
  /// nobody stopped, nor gave another time for its rest.
  private static final String OPEN_EMAIL =
      """
      exists (
        select from scheduled_email s join event e on e.id = s.event_id
        where s.id = d.scheduled_email_id
          and (e.status = 'live'
            or e.status = 'cancelled' and s.answers_to = 'event_cancellation')
          and s.status not in ('paused', 'held', 'cancelled')
          and (s.status <> 'scheduled' or s.planned_at is null))
      """;

  private static final String CLAIM =
      """
      with candidate as (
        select d.id, d.due_at, d.email, case when d.status <> 'queued' then 'retry'
          when d.resend_at is not null then 'resend' else 'plan' end as origin
        from due_delivery q join delivery d on d.id = q.delivery_id and d.due_at = q.due_at
        where q.scheduled_email_id = {0} and q.due_at <= {1}
          and (q.due_at, q.delivery_id) > ({10}, {11})
          and coalesce(d.batch_limit, {4}) = {5} and {7}
          and exists (
            select from scheduled_email s join event e on e.id = s.event_id
            where s.id = {0}
              and (e.status = 'live'
                or e.status = 'cancelled' and s.answers_to = 'event_cancellation')
              and s.status not in ('paused', 'held', 'cancelled')
              and (s.status <> 'scheduled' or s.planned_at is null))
        order by q.due_at, q.delivery_id
        limit {8}
        for no key update of d skip locked
      ), e as materialized (
        select e.id, e.organization_id
        from scheduled_email s join event e on e.id = s.event_id where s.id = {0}
      ), judged as materialized (
        select c.id, c.origin, ({6}) as suppressed_because from e, candidate c
      ), placed as materialized (
        select id, origin, suppressed_because, width_bucket(
            count(*) filter (where suppressed_because is null) over (order by id) - 1, {9}) as place
        from judged
      ), decided as (
        update delivery d set
          status = case when p.suppressed_because is null then 'sending' else 'skipped' end,
          status_at = {1}, due_at = null, not_before = null, resend_at = null,
          block_class = null, reason = coalesce(p.suppressed_because, ''),
          skip_reason = case when p.suppressed_because is null then d.skip_reason
            else 'suppressed' end,
          skip_detail = coalesce(p.suppressed_because, d.skip_detail),
          skipped_at = case when p.suppressed_because is null then d.skipped_at else {1} end,
          attempts = d.attempts + (p.suppressed_because is null)::integer
        from placed p
        where d.id = p.id
        returning d.id, d.email, d.attempts as number, p.origin, p.place,
          d.status = 'sending' as ours
      ), submission as (
        insert into submission (scheduled_email_id, state, owner, lease_until, recipients,
          claimed_at)
        select {0}, 'claimed', ({2})[place + 1], {1} + {3} * interval '1 millisecond', count(*), {1}
        from decided where ours group by place order by place
        returning id, owner
      ), attempt as (
        insert into attempt (delivery_id, number, submission_id, origin, email)
        select c.id, c.number, s.id, c.origin, c.email
        from decided c join submission s on s.owner = ({2})[c.place + 1]
        where c.ours order by c.id
        returning id, delivery_id, submission_id, number, email
      )
      select a.id, a.submission_id, a.delivery_id, d.registration_id, a.number, a.email,
        x.skipped, s.owner, l.due_at, l.id, d.due_at, d.variant
      from (select count(*) as skipped from decided where not ours) x
      left join (select due_at, id from candidate order by due_at desc, id desc limit 1) l on true
      left join (attempt a join delivery d on d.id = a.delivery_id
        join submission s on s.id = a.submission_id) on true
      order by a.id
      """;

  /// The emails that have deliveries due, the longest waiting first.
  List<ScheduledEmailId> emailsWithDueDeliveries(Tx tx, Instant now) {
    return tx.dsl()
        .resultQuery(
            "select d.scheduled_email_id from waiting_email d where d.due_at <= {0} and "
                + OPEN_EMAIL
                + "order by d.due_at, d.scheduled_email_id",
            val(now))
        .fetch(row -> new ScheduledEmailId(row.get(0, Long.class)));
  }

  /// What is due, counted by email, the longest waiting first.
  List<DueWork.Deliveries> dueByEmail(Tx tx, Instant now) {
    return tx.dsl()
        .resultQuery(
            "select m.id, m.name, v.slug, count(*) filter (where d.status = 'queued'), "
                + "count(*) filter (where d.status <> 'queued') from waiting_delivery d "
                + "join scheduled_email m on m.id = d.scheduled_email_id "
                + "join event v on v.id = m.event_id where d.due_at <= {0} and "
                + OPEN_EMAIL
                + "group by m.id, v.id order by min(d.due_at), m.id",
            val(now))
        .fetch(
            row ->
                new DueWork.Deliveries(
                    new ScheduledEmailId(row.get(0, Long.class)),
                    row.get(1, String.class),
                    row.get(2, String.class),
                    row.get(3, Long.class),
                    row.get(4, Long.class)));
  }

  /// How many of the first round wait.
  long queued(Tx tx) {
    return tx.dsl()
        .resultQuery(
            "select count(*) from waiting_delivery d where d.status = 'queued' and " + OPEN_EMAIL)
        .fetchSingle()
        .get(0, Long.class);
  }

  /// When the next delivery falls due that could be claimed then.
  Optional<Instant> nextDueAt(Tx tx) {
    return tx.dsl()
        .resultQuery(
            "select d.due_at from waiting_email d where "
                + OPEN_EMAIL
                + "order by d.due_at limit 1")
        .fetchOptional(row -> row.get(0, Instant.class));
  }

  /// How many of one email wait for their first attempt.
  long queued(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .resultQuery(
            "select count(*) from waiting_delivery d where d.scheduled_email_id = {0} "
                + "and d.status = 'queued'",
            val(email.value()))
        .fetchSingle()
        .get(0, Long.class);
  }

  /// When the next first-round delivery of one email falls due, retries left out.
  Optional<Instant> nextQueuedAt(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .resultQuery(
            "select min(d.due_at) from waiting_delivery d where d.scheduled_email_id = {0} "
                + "and d.status = 'queued' and "
                + OPEN_EMAIL,
            val(email.value()))
        .fetchOptional(row -> row.get(0, Instant.class));
  }

  /// The largest request that the next due delivery of an email may travel in: narrower ones come
  /// last, so that one bad recipient does not slow the rest down. The usual case, without a limit,
  /// is found by looking at one row.
  ///
  /// @param from where to begin to look
  Optional<Integer> nextBatchLimit(
      Tx tx, ScheduledEmailId email, Instant now, int batchSize, Lane lane, Place from) {
    PlannerStore.walkTheIndex(tx);
    String due =
        "from waiting_delivery d where d.scheduled_email_id = {0} and d.due_at <= {1} "
            + "and (d.due_at, d.id) > ({4}, {5}) and {3} and "
            + OPEN_EMAIL;
    return tx.dsl()
        .resultQuery(
            "(select {2} "
                + due
                + "and d.batch_limit is null limit 1) union all (select d.batch_limit "
                + due
                + "and d.batch_limit is not null order by d.batch_limit desc limit 1) limit 1",
            val(email.value()),
            val(now),
            val(batchSize),
            within(lane),
            val(from.due()),
            val(from.id()))
        .fetchOptional(row -> row.get(0, Integer.class));
  }

  /// One statement decides about each candidate: suppressed by now, then skipped; otherwise ours.
  /// It is safe beside copies of itself because a candidate's row is locked before anything is
  /// decided, and a row that someone else has locked is passed over. Only rows of one batch limit
  /// are taken together.
  ///
  /// @param limit the batch limit of those rows
  /// @param sizes how many to take at most for each of some submissions, which are filled one after
  ///   the other
  /// @param from where to begin to look; those who claim one after the other need not pass over
  ///   what was taken before
  Claimed claim(
      Tx tx,
      ScheduledEmailId email,
      Instant now,
      Duration lease,
      int batchSize,
      int limit,
      List<Integer> sizes,
      Lane lane,
      Place from) {
    Map<UUID, List<Claim.Attempt>> byToken = new LinkedHashMap<>();
    Map<UUID, SubmissionId> submissions = new HashMap<>();
    sizes.forEach(_ -> byToken.put(UUID.randomUUID(), new ArrayList<>()));
    List<Place> taken = new ArrayList<>();
    int skipped = 0;
    Place last = from;
    PlannerStore.walkTheIndex(tx);
    try (ResultSet rows =
        tx.dsl()
            .resultQuery(
                CLAIM,
                val(email.value()),
                val(now),
                val(byToken.keySet().toArray(UUID[]::new)),
                val(lease.toMillis()),
                val(batchSize),
                val(limit),
                SuppressionStore.suppressedBecause(
                    field("c.email", String.class),
                    field("e.organization_id", Long.class),
                    field("e.id", Long.class)),
                within(lane),
                val(sizes.stream().mapToInt(Integer::intValue).sum()),
                val(ends(sizes)),
                val(from.due()),
                val(from.id()))
            .fetchResultSet()) {
      while (rows.next()) {
        skipped = rows.getInt(7);
        Optional<Instant> due = ArraySql.time(rows, 9);
        if (due.isPresent()) {
          last = new Place(due.get(), rows.getLong(10));
        }
        UUID token = rows.getObject(8, UUID.class);
        if (token != null) {
          submissions.put(token, new SubmissionId(rows.getLong(2)));
          requireNonNull(byToken.get(token)).add(attempt(rows));
          taken.add(new Place(ArraySql.time(rows, 11).orElseThrow(), rows.getLong(3)));
        }
      }
    } catch (SQLException e) {
      throw new DataAccessException("a claim cannot be read", e);
    }
    takeAway(tx, email, taken);
    return new Claimed(claims(byToken, submissions, skipped), last);
  }

  /// Those that are ours wait no more. A statement of its own: it sees rows that were put there
  /// anew between the claim's own look and its locks.
  private static void takeAway(Tx tx, ScheduledEmailId email, List<Place> taken) {
    if (taken.isEmpty()) {
      return;
    }
    ArraySql.update(
        tx,
        """
        delete from due_delivery q using unnest(?, ?, ?) as t (email, due_at, id)
        where q.scheduled_email_id = t.email and q.due_at = t.due_at and q.delivery_id = t.id
        """,
        bind ->
            bind.longs(taken, _ -> email.value()).times(taken, Place::due).longs(taken, Place::id));
  }

  private static List<Claim> claims(
      Map<UUID, List<Claim.Attempt>> byToken, Map<UUID, SubmissionId> submissions, int skipped) {
    List<Claim> claims = new ArrayList<>();
    for (Map.Entry<UUID, List<Claim.Attempt>> each : byToken.entrySet()) {
      Optional<Claim.Submission> submission =
          Optional.ofNullable(submissions.get(each.getKey()))
              .map(id -> new Claim.Submission(id, each.getKey(), each.getValue()));
      boolean isFirst = claims.isEmpty();
      claims.add(
          new Claim(
              submission,
              isFirst ? skipped : 0,
              !isFirst && submission.isEmpty() && (skipped > 0 || !submissions.isEmpty()),
              Map.of()));
    }
    return claims;
  }

  /// For each submission the number of those taken before the next one begins.
  private static Long[] ends(List<Integer> sizes) {
    Long[] ends = new Long[sizes.size()];
    long sum = 0;
    for (int i = 0; i < ends.length; i++) {
      sum += sizes.get(i);
      ends[i] = sum;
    }
    return ends;
  }

  /// For the candidates alone: no index knows the domains.
  private static Condition within(Lane lane) {
    Field<String> domain = field("lower(substring(d.email from '[^@]*$'))", String.class);
    if (lane.domain().isPresent()) {
      return domain.eq(lane.domain().get());
    }
    return lane.without().isEmpty() ? DSL.trueCondition() : domain.notIn(lane.without());
  }

  private static Claim.Attempt attempt(ResultSet row) throws SQLException {
    return new Claim.Attempt(
        row.getLong(1),
        new DeliveryId(row.getLong(3)),
        new RegistrationId(row.getLong(4)),
        row.getInt(5),
        row.getString(6),
        Optional.ofNullable(row.getString(12)));
  }
}
