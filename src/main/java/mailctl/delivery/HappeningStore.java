package mailctl.delivery;

import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.audience.AudienceStore;
import mailctl.audience.RecipientFilter;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;

/// What happened and waits to be answered by standing emails, and the deliveries that answer it.
final class HappeningStore {
  /// What is told once it is mended, or never.
  private static final String ANSWERABLE =
      "not (s.status = 'paused' and s.status_reason = 'invalid_content')";

  /// Each registration's next occurrence; the address counts, too, which may have been another
  /// one's. Of several things that happened to the event one delivery tells.
  private static final String PLAN =
      """
      with answered as (
        select registration_id, row_number() over (partition by registration_id order by id) as n
        from happening where id = any({0})
      ), planned as (
        insert into delivery (scheduled_email_id, registration_id, occurrence, email, created_at,
          skip_reason, skip_detail, skipped_at, not_before, status, status_at, due_at, reason)
        select {1}, a.registration_id, h.n + greatest(
            (select coalesce(max(d.occurrence), 0) from delivery d
              where d.scheduled_email_id = {1} and d.registration_id = a.registration_id),
            (select coalesce(max(d.occurrence), 0) from delivery d
              where d.scheduled_email_id = {1} and lower(d.email) = lower(a.email))),
          a.email, {2}, a.skip_reason, a.skip_detail,
          case when a.skip_reason is not null then {2} end,
          case when a.skip_reason is null then {3} end,
          case when a.skip_reason is null then 'queued' else 'skipped' end, {2},
          case when a.skip_reason is null then {3} end, a.skip_detail
        from ({4}) a
        join (
          select registration_id, n from answered where registration_id is not null
          union all
          select r.id, coalesce((select max(n) from answered where registration_id = r.id), 0) + 1
          from registration r
          where r.event_id = {6} and exists (select from answered where registration_id is null)
        ) h on h.registration_id = a.registration_id
        order by a.registration_id, h.n
        returning id
      ), content as (
        insert into delivery_content (delivery_id, email_content_id)
        select id, {5} from planned
      )
      select count(*) from planned
      """;

  private final AudienceStore audience;

  HappeningStore(AudienceStore audience) {
    this.audience = audience;
  }

  /// The emails that have something to answer, in id order.
  List<ScheduledEmailId> emails(Tx tx) {
    return tx.dsl()
        .resultQuery(
            "select s.id from scheduled_email s where "
                + ANSWERABLE
                + " and exists (select from happening h where h.scheduled_email_id = s.id)"
                + " order by s.id")
        .fetch(row -> new ScheduledEmailId(row.get(0, Long.class)));
  }

  /// When the longest waiting of them happened.
  Optional<Instant> first(Tx tx) {
    return tx.dsl()
        .resultQuery(
            "select min(h.happened_at) from happening h"
                + " join scheduled_email s on s.id = h.scheduled_email_id where "
                + ANSWERABLE)
        .fetchOptional(row -> row.get(0, Instant.class));
  }

  /// The longest waiting, of bulletins those of one. The email is locked: nobody else takes them.
  List<Long> of(Tx tx, ScheduledEmailId email, int limit) {
    return tx.dsl()
        .resultQuery(
            """
            select h.id from happening h
            where h.scheduled_email_id = {0} and h.bulletin_id is not distinct from (
              select first.bulletin_id from happening first
              where first.scheduled_email_id = {0} order by first.id limit 1)
            order by h.id limit {1}
            """,
            val(email.value()), val(limit))
        .fetch(row -> row.get(0, Long.class));
  }

  void remove(Tx tx, List<Long> ids) {
    tx.dsl().execute("delete from happening where id = any({0})", val(ids.toArray(Long[]::new)));
  }

  /// One delivery for each that happened to a member of the audience; who must not be mailed is
  /// skipped with the reason.
  ///
  /// @param content what they bring
  /// @param due when the first of them may be sent
  int plan(
      Tx tx, EmailInPlace email, List<Long> happenings, long content, Instant now, Instant due) {
    RecipientFilter filter = Membership.filter(email);
    Integer planned =
        tx.dsl()
            .resultQuery(
                PLAN,
                val(happenings.toArray(Long[]::new)),
                val(email.email().id().value()),
                val(now),
                val(due),
                audience.select(tx, email.event().id(), filter),
                val(content),
                val(email.event().id().value()))
            .fetchSingle()
            .get(0, Integer.class);
    PlanStore.writeDown(tx, email.email().id(), planned);
    return planned;
  }
}
