package mailctl.delivery;

import static mailctl.database.schema.Tables.CANARY;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.WAITING_DELIVERY;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.NotYet;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.CanaryRecord;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/// Canaries in the database.
final class CanaryStore {
  /// How many deliveries of the email wait for its canary.
  int heldBack(Tx tx, ScheduledEmailId email) {
    return tx.dsl().fetchCount(WAITING_DELIVERY, isHeldBack(email));
  }

  /// Of those held back, that many are due now: the first by a hash of their ids, so that anybody
  /// can tell again which.
  void choose(Tx tx, ScheduledEmailId email, int recipients, Instant now) {
    tx.dsl()
        .query(
            """
            update delivery set canary = true, not_before = {0}, due_at = {0}
            where id in (
              select id from waiting_delivery where scheduled_email_id = {1} and due_at = {2}
              order by md5(id::text) collate "C", id limit {3})
            """,
            val(now), val(email.value()), val(NotYet.TIME), val(recipients))
        .execute();
  }

  void insert(
      Tx tx, ScheduledEmailId email, Share share, int recipients, int heldBack, Instant now) {
    tx.dsl()
        .insertInto(CANARY)
        .set(CANARY.SCHEDULED_EMAIL_ID, email.value())
        .set(CANARY.STATE, "probing")
        .set(CANARY.SHARE, share.text())
        .set(CANARY.RECIPIENTS, recipients)
        .set(CANARY.HELD_BACK, heldBack)
        .set(CANARY.STARTED_AT, now)
        .execute();
  }

  boolean holdsBack(Tx tx, ScheduledEmailId email, RegistrationId registration) {
    return tx.dsl()
        .fetchExists(
            WAITING_DELIVERY,
            isHeldBack(email).and(WAITING_DELIVERY.REGISTRATION_ID.eq(registration.value())));
  }

  /// Deliveries that were let go.
  ///
  /// @param last the highest of their ids
  record Released(int deliveries, long last) {}

  /// What was held back is due now: up to `most`, the first ones after an id.
  Released release(Tx tx, ScheduledEmailId email, Instant now, long after, int most) {
    return tx.dsl()
        .resultQuery(
            """
            with released as (
              update delivery set not_before = {1}, due_at = {1}
              where id in (
                select id from delivery
                where id = any (array(
                    select id from waiting_delivery
                    where scheduled_email_id = {0} and due_at = {2} and id > {3}
                    order by id limit {4}))
                  and due_at = {2}
                order by id
                for no key update)
              returning id)
            select count(*)::integer, coalesce(max(id), {3}) from released
            """,
            val(email.value()), val(now), val(NotYet.TIME), val(after), val(most))
        .fetchSingle(row -> new Released(row.get(0, Integer.class), row.get(1, Long.class)));
  }

  /// Those about which there is something to do: no verdict yet, or one that is not carried out.
  List<ScheduledEmailId> open(Tx tx) {
    return tx.dsl()
        .select(CANARY.SCHEDULED_EMAIL_ID)
        .from(CANARY)
        .join(SCHEDULED_EMAIL)
        .on(SCHEDULED_EMAIL.ID.eq(CANARY.SCHEDULED_EMAIL_ID))
        .where(
            CANARY
                .STATE
                .in(inline("probing"), inline("failed"))
                .or(
                    DSL.exists(
                        DSL.selectOne()
                            .from(WAITING_DELIVERY)
                            .where(
                                WAITING_DELIVERY.SCHEDULED_EMAIL_ID.eq(CANARY.SCHEDULED_EMAIL_ID))
                            .and(WAITING_DELIVERY.DUE_AT.eq(NotYet.TIME)))))
        .and(SCHEDULED_EMAIL.STATUS.eq(inline("sending")))
        .orderBy(CANARY.SCHEDULED_EMAIL_ID)
        .fetch(row -> new ScheduledEmailId(row.value1()));
  }

  Optional<Canary> find(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .selectFrom(CANARY)
        .where(CANARY.SCHEDULED_EMAIL_ID.eq(email.value()))
        .fetchOptional(CanaryStore::canary);
  }

  CanaryNumbers numbers(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .resultQuery(
            """
            select count(*)::integer as recipients,
              count(*) filter (
                where not a.heard and d.status in ('queued', 'sending'))::integer as unsent,
              count(*) filter (
                where not a.heard and d.status in ('skipped', 'cancelled', 'failed'))::integer
                as gone,
              count(*) filter (where a.heard)::integer as heard,
              count(*) filter (where a.bounced)::integer as bounced,
              count(*) filter (where a.blocked)::integer as blocked,
              count(*) filter (where a.complained)::integer as complained,
              max(a.called_at) as called_at
            from delivery d
            cross join lateral (
              select
                coalesce(bool_or(a.outcome in ('delivered', 'blocked', 'dropped', 'bounced')), false)
                  as heard,
                coalesce(bool_or(a.outcome = 'bounced'), false) as bounced,
                coalesce(bool_or(a.outcome = 'blocked'), false) as blocked,
                coalesce(bool_or(a.spam_reported_at is not null), false) as complained,
                min(s.called_at) as called_at
              from attempt a join submission s on s.id = a.submission_id
              where a.delivery_id = d.id) a
            where d.scheduled_email_id = {0} and d.canary
            """,
            val(email.value()))
        .fetchSingle(
            row ->
                new CanaryNumbers(
                    row.get("recipients", Integer.class),
                    row.get("unsent", Integer.class),
                    row.get("gone", Integer.class),
                    row.get("heard", Integer.class),
                    row.get("bounced", Integer.class),
                    row.get("blocked", Integer.class),
                    row.get("complained", Integer.class),
                    Optional.ofNullable(row.get("called_at", Instant.class))));
  }

  /// What was heard by now; leaves a row alone that already says so.
  void note(Tx tx, ScheduledEmailId email, CanaryNumbers numbers) {
    tx.dsl()
        .query(
            """
            update canary set heard = {1}, bounced = {2}, blocked = {3}, complained = {4}
            where scheduled_email_id = {0}
              and (heard, bounced, blocked, complained) is distinct from ({1}, {2}, {3}, {4})
            """,
            val(email.value()),
            val(numbers.heard()),
            val(numbers.bounced()),
            val(numbers.blocked()),
            val(numbers.complained()))
        .execute();
  }

  void decide(Tx tx, ScheduledEmailId email, Canary.State state, String words, Instant now) {
    tx.dsl()
        .update(CANARY)
        .set(CANARY.STATE, state.name().toLowerCase(Locale.ROOT))
        .set(CANARY.WORDS, words)
        .set(CANARY.DECIDED_AT, now)
        .where(CANARY.SCHEDULED_EMAIL_ID.eq(email.value()))
        .execute();
  }

  private static Condition isHeldBack(ScheduledEmailId email) {
    return WAITING_DELIVERY
        .SCHEDULED_EMAIL_ID
        .eq(email.value())
        .and(WAITING_DELIVERY.DUE_AT.eq(NotYet.TIME));
  }

  private static Canary canary(CanaryRecord row) {
    return new Canary(
        new ScheduledEmailId(row.getScheduledEmailId()),
        Canary.State.valueOf(row.getState().toUpperCase(Locale.ROOT)),
        row.getShare(),
        row.getRecipients(),
        row.getHeldBack(),
        row.getStartedAt(),
        row.getHeard(),
        row.getBounced(),
        row.getBlocked(),
        row.getComplained(),
        row.getWords(),
        Optional.ofNullable(row.getDecidedAt()));
  }
}
