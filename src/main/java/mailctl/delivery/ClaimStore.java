package mailctl.delivery;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.val;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;
import mailctl.suppression.SuppressionStore;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;

/// Takes deliveries that are due, so that nobody else does.
final class ClaimStore {
  /// May be claimed at all: a live event, and an email that nobody stopped, nor gave another time
  /// for its rest.
  private static final String OPEN_EMAIL =
      """
      exists (
        select from scheduled_email s join event e on e.id = s.event_id
        where s.id = d.scheduled_email_id and e.status = 'live'
          and s.status not in ('paused', 'held', 'cancelled')
          and (s.status <> 'scheduled' or s.planned_at is null))
      """;

  /// The emails that have deliveries due, the longest waiting first.
  List<ScheduledEmailId> emailsWithDueDeliveries(Tx tx, Instant now) {
    return tx.dsl()
        .resultQuery(
            "select d.scheduled_email_id from delivery d where d.due_at <= {0} and "
                + OPEN_EMAIL
                + "group by d.scheduled_email_id order by min(d.due_at), d.scheduled_email_id",
            val(now))
        .fetch(row -> new ScheduledEmailId(row.get(0, Long.class)));
  }

  /// What is due, counted by email, the longest waiting first.
  List<DueWork.Deliveries> dueByEmail(Tx tx, Instant now) {
    return tx.dsl()
        .resultQuery(
            "select m.id, m.name, v.slug, count(*) filter (where d.status = 'queued'), "
                + "count(*) filter (where d.status <> 'queued') from delivery d "
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
            "select count(*) from delivery d where d.due_at is not null and d.status = 'queued' and "
                + OPEN_EMAIL)
        .fetchSingle()
        .get(0, Long.class);
  }

  /// When the next delivery falls due that could be claimed then.
  Optional<Instant> nextDueAt(Tx tx) {
    return tx.dsl()
        .resultQuery(
            "select d.due_at from delivery d where d.due_at is not null and "
                + OPEN_EMAIL
                + "order by d.due_at limit 1")
        .fetchOptional(row -> row.get(0, Instant.class));
  }

  /// How many of one email wait for their first attempt.
  long queued(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .resultQuery(
            "select count(*) from delivery d where d.scheduled_email_id = {0} "
                + "and d.due_at is not null and d.status = 'queued'",
            val(email.value()))
        .fetchSingle()
        .get(0, Long.class);
  }

  /// When the next first-round delivery of one email falls due, retries left out.
  Optional<Instant> nextQueuedAt(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .resultQuery(
            "select min(d.due_at) from delivery d where d.scheduled_email_id = {0} "
                + "and d.due_at is not null and d.status = 'queued' and "
                + OPEN_EMAIL,
            val(email.value()))
        .fetchOptional(row -> row.get(0, Instant.class));
  }

  /// The largest request that the next due delivery of an email may travel in: narrower ones come
  /// last, so that one bad recipient does not slow the rest down. The usual case, without a limit,
  /// is found by looking at one row.
  Optional<Integer> nextBatchLimit(
      Tx tx, ScheduledEmailId email, Instant now, int batchSize, Lane lane) {
    String due =
        "from delivery d where d.scheduled_email_id = {0} and d.due_at <= {1} and {3} and "
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
            within(lane))
        .fetchOptional(row -> row.get(0, Integer.class));
  }

  /// One statement decides about each candidate: suppressed by now, then skipped; otherwise ours.
  /// It is safe beside copies of itself because a candidate's row is locked before anything is
  /// decided, and a row that someone else has locked is passed over. Only rows of one batch limit
  /// are taken together.
  ///
  /// @param limit the batch limit of those rows
  /// @param most how many to take
  Claim claim(
      Tx tx,
      ScheduledEmailId email,
      Instant now,
      Duration lease,
      int batchSize,
      int limit,
      int most,
      Lane lane) {
    UUID token = UUID.randomUUID();
    walkTheIndex(tx);
    Result<Record> rows =
        tx.dsl()
            .resultQuery(
                """
                with candidate as (
                  select d.id, d.email, case when d.status <> 'queued' then 'retry'
                    when d.resend_at is not null then 'resend' else 'plan' end as origin
                  from delivery d
                  where d.scheduled_email_id = {0} and d.due_at <= {1}
                    and coalesce(d.batch_limit, {4}) = {5} and {7}
                    and exists (
                      select from scheduled_email s join event e on e.id = s.event_id
                      where s.id = {0} and e.status = 'live'
                        and s.status not in ('paused', 'held', 'cancelled')
                        and (s.status <> 'scheduled' or s.planned_at is null))
                  order by d.due_at, d.id
                  limit {8}
                  for no key update of d skip locked
                ), judged as materialized (
                  select c.id, c.origin, ({6}) as suppressed_because
                  from candidate c, scheduled_email s join event e on e.id = s.event_id
                  where s.id = {0}
                ), decided as (
                  update delivery d set
                    status = case when j.suppressed_because is null then 'sending'
                      else 'skipped' end,
                    status_at = {1}, due_at = null, not_before = null, resend_at = null,
                    block_class = null, reason = coalesce(j.suppressed_because, ''),
                    skip_reason = case when j.suppressed_because is null then d.skip_reason
                      else 'suppressed' end,
                    skip_detail = coalesce(j.suppressed_because, d.skip_detail),
                    skipped_at = case when j.suppressed_because is null then d.skipped_at
                      else {1} end,
                    attempts = d.attempts + (j.suppressed_because is null)::integer
                  from judged j
                  where d.id = j.id
                  returning d.id, d.registration_id, d.email, d.attempts as number, j.origin,
                    d.status = 'sending' as ours
                ), submission as (
                  insert into submission (scheduled_email_id, state, owner, lease_until,
                    recipients, claimed_at)
                  select {0}, 'claimed', {2}, {1} + {3} * interval '1 millisecond', count(*), {1}
                  from decided where ours having count(*) > 0
                  returning id
                ), attempt as (
                  insert into attempt (delivery_id, number, submission_id, origin, email)
                  select c.id, c.number, s.id, c.origin, c.email
                  from decided c, submission s where c.ours order by c.id
                  returning id, delivery_id, submission_id, number, email
                )
                select a.id, a.submission_id, a.delivery_id, d.registration_id, a.number,
                  a.email, x.skipped
                from (select count(*) as skipped from decided where not ours) x
                left join (attempt a join delivery d on d.id = a.delivery_id) on true
                order by a.id
                """,
                val(email.value()),
                val(now),
                val(token),
                val(lease.toMillis()),
                val(batchSize),
                val(limit),
                SuppressionStore.suppressedBecause(
                    field("c.email", String.class),
                    field("e.organization_id", Long.class),
                    field("e.id", Long.class)),
                within(lane),
                val(most))
            .fetch();
    int skipped = rows.getFirst().get("skipped", Integer.class);
    if (rows.getFirst().get("id") == null) {
      return new Claim(Optional.empty(), skipped);
    }
    SubmissionId id = new SubmissionId(rows.getFirst().get("submission_id", Long.class));
    List<Claim.Attempt> attempts = rows.stream().map(ClaimStore::attempt).toList();
    return new Claim(Optional.of(new Claim.Submission(id, token, attempts)), skipped);
  }

  /// For the candidates alone: no index knows the domains.
  private static Condition within(Lane lane) {
    Field<String> domain = field("lower(substring(d.email from '[^@]*$'))", String.class);
    if (lane.domain().isPresent()) {
      return domain.eq(lane.domain().get());
    }
    return lane.without().isEmpty() ? DSL.trueCondition() : domain.notIn(lane.without());
  }

  /// Right after a large plan the planner's statistics know nothing of the new rows; left alone, it
  /// sorts all that is due for every claim. Until the end of the transaction it has to go along the
  /// index, from row to row. That looks dear to it, so compiling must be off, too.
  private static void walkTheIndex(Tx tx) {
    tx.dsl()
        .resultQuery(
            """
            select set_config(name, 'off', true)
            from unnest(array['enable_sort', 'enable_bitmapscan', 'enable_hashjoin',
              'enable_mergejoin', 'enable_seqscan', 'jit']) as name
            """)
        .fetch();
  }

  private static Claim.Attempt attempt(Record row) {
    return new Claim.Attempt(
        row.get("id", Long.class),
        new DeliveryId(row.get("delivery_id", Long.class)),
        new RegistrationId(row.get("registration_id", Long.class)),
        row.get("number", Integer.class),
        row.get("email", String.class));
  }
}
