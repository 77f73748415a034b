package mailctl.delivery;

import static mailctl.database.schema.Tables.DUE_DELIVERY;
import static mailctl.database.schema.Tables.EXPERIMENT;
import static mailctl.database.schema.Tables.VARIANT_RESULT;
import static mailctl.database.schema.Tables.WAITING_DELIVERY;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailctl.audience.RegistrationId;
import mailctl.campaign.Experiment;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.NotYet;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.ExperimentRecord;
import org.jooq.Record;
import org.jooq.impl.DSL;

/// Experiments that run, in the database.
final class TrialStore {
  private static final String NUMBERS =
      """
      select coalesce(d.variant, '') as variant, count(*)::integer as planned,
        count(*) filter (where a.sent)::integer as sent,
        count(*) filter (where a.sent and d.status = 'delivered')::integer as delivered,
        count(*) filter (
          where a.sent and d.status in ('bounced', 'dropped', 'failed'))::integer as failed,
        count(*) filter (where a.opened)::integer as opened,
        count(*) filter (where a.clicked)::integer as clicked,
        count(*) filter (where a.linked)::integer as linked,
        count(*) filter (where a.complained)::integer as complained,
        count(*) filter (where a.unsubscribed)::integer as unsubscribed
      from delivery d
      cross join lateral (
        select coalesce(bool_or(s.state = 'accepted' and a.rejection is null), false) as sent,
          coalesce(bool_or(a.opens > 0), false) as opened,
          coalesce(bool_or(a.clicks > 0), false) as clicked,
          coalesce(bool_or(a.clicks > 0 and {1} <> '' and exists (
            select from provider_event p
            where p.delivery_id = d.id and p.attempt_id = a.id and p.type = 'clicked'
              and p.occurred_at between a.first_clicked_at and a.last_clicked_at
              and starts_with(p.url, {1}))), false) as linked,
          coalesce(bool_or(a.spam_reported_at is not null), false) as complained,
          coalesce(bool_or(a.unsubscribed_at is not null), false) as unsubscribed
        from attempt a join submission s on s.id = a.submission_id
        where a.delivery_id = d.id) a
      where d.scheduled_email_id = {0} and {2}
      group by 1 order by 1
      """;

  /// The key of the email's versions, made when it is asked for first. The email is locked.
  byte[] key(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .resultQuery(
            """
            update experiment set key = coalesce(key, variant_key(scheduled_email_id))
            where scheduled_email_id = {0} returning key
            """,
            val(email.value()))
        .fetchSingle(row -> row.get(0, byte[].class));
  }

  void start(Tx tx, ScheduledEmailId email, Instant now, Duration deadline) {
    tx.dsl()
        .update(EXPERIMENT)
        .set(EXPERIMENT.STATE, "running")
        .set(EXPERIMENT.STARTED_AT, now)
        .set(EXPERIMENT.DEADLINE_AT, now.plus(deadline))
        .set(EXPERIMENT.NEXT_LOOK_AT, now)
        .where(EXPERIMENT.SCHEDULED_EMAIL_ID.eq(email.value()))
        .execute();
  }

  Optional<ExperimentState> find(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .selectFrom(EXPERIMENT)
        .where(EXPERIMENT.SCHEDULED_EMAIL_ID.eq(email.value()))
        .and(EXPERIMENT.STATE.isNotNull())
        .fetchOptional(TrialStore::state);
  }

  /// Those about which there is something to do now: to look, or to carry out what was decided.
  List<ScheduledEmailId> open(Tx tx, Instant now) {
    return tx.dsl()
        .select(EXPERIMENT.SCHEDULED_EMAIL_ID)
        .from(EXPERIMENT)
        .where(EXPERIMENT.STATE.isNotNull(), EXPERIMENT.CARRIED_OUT_AT.isNull())
        .and(EXPERIMENT.STATE.ne(inline("running")).or(EXPERIMENT.NEXT_LOOK_AT.le(now)))
        .orderBy(EXPERIMENT.SCHEDULED_EMAIL_ID)
        .fetch(row -> new ScheduledEmailId(row.value1()));
  }

  void lookAgain(Tx tx, ScheduledEmailId email, Instant at) {
    tx.dsl()
        .update(EXPERIMENT)
        .set(EXPERIMENT.NEXT_LOOK_AT, at)
        .where(EXPERIMENT.SCHEDULED_EMAIL_ID.eq(email.value()))
        .execute();
  }

  /// What became of those who went first, by version.
  List<VariantNumbers> first(Tx tx, ScheduledEmailId email, Experiment experiment) {
    return numbers(tx, email, experiment, true);
  }

  /// Of those who did not, who have no version while that is open.
  List<VariantNumbers> rest(Tx tx, ScheduledEmailId email, Experiment experiment) {
    return numbers(tx, email, experiment, false);
  }

  private static List<VariantNumbers> numbers(
      Tx tx, ScheduledEmailId email, Experiment experiment, boolean tested) {
    return tx.dsl()
        .resultQuery(
            NUMBERS,
            val(email.value()),
            val(experiment.terms().link().orElse("")),
            DSL.condition(tested ? "d.tested" : "not d.tested"))
        .fetch(TrialStore::numbers);
  }

  /// How many got which version first; before anything is sent.
  List<Integer> planned(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .resultQuery(
            "select count(*)::integer from delivery d where d.scheduled_email_id = {0} and d.tested "
                + "and d.skip_reason is null group by d.variant",
            val(email.value()))
        .fetch(row -> row.get(0, Integer.class));
  }

  /// @param winner empty when there is none
  void decide(
      Tx tx,
      ScheduledEmailId email,
      ExperimentState.Stage stage,
      Optional<String> winner,
      String rest,
      String words,
      String who,
      List<VariantNumbers> numbers,
      Instant now) {
    long id =
        tx.dsl()
            .update(EXPERIMENT)
            .set(EXPERIMENT.STATE, stage.name().toLowerCase(Locale.ROOT))
            .set(EXPERIMENT.WINNER, winner.orElse(null))
            .set(EXPERIMENT.REST_GETS, rest)
            .set(EXPERIMENT.WORDS, words)
            .set(EXPERIMENT.DECIDED_AT, now)
            .set(EXPERIMENT.DECIDED_BY, who)
            .where(EXPERIMENT.SCHEDULED_EMAIL_ID.eq(email.value()))
            .returningResult(EXPERIMENT.ID)
            .fetchSingle()
            .value1();
    for (VariantNumbers each : numbers) {
      tx.dsl()
          .insertInto(VARIANT_RESULT)
          .set(VARIANT_RESULT.EXPERIMENT_ID, id)
          .set(VARIANT_RESULT.VARIANT, each.variant())
          .set(VARIANT_RESULT.PLANNED, each.planned())
          .set(VARIANT_RESULT.SENT, each.sent())
          .set(VARIANT_RESULT.DELIVERED, each.delivered())
          .set(VARIANT_RESULT.FAILED, each.failed())
          .set(VARIANT_RESULT.OPENED, each.opened())
          .set(VARIANT_RESULT.CLICKED, each.clicked())
          .set(VARIANT_RESULT.LINKED, each.linked())
          .set(VARIANT_RESULT.COMPLAINED, each.complained())
          .set(VARIANT_RESULT.UNSUBSCRIBED, each.unsubscribed())
          .execute();
    }
  }

  int waiting(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .fetchCount(
            DUE_DELIVERY,
            DUE_DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value()),
            DUE_DELIVERY.DUE_AT.eq(NotYet.VARIANT));
  }

  boolean waits(Tx tx, ScheduledEmailId email, RegistrationId registration) {
    return tx.dsl()
        .fetchExists(
            WAITING_DELIVERY,
            WAITING_DELIVERY
                .SCHEDULED_EMAIL_ID
                .eq(email.value())
                .and(WAITING_DELIVERY.DUE_AT.eq(NotYet.VARIANT))
                .and(WAITING_DELIVERY.REGISTRATION_ID.eq(registration.value())));
  }

  /// Deliveries that were given their version.
  ///
  /// @param last the highest of their ids
  record Given(int deliveries, long last) {}

  /// Who waited gets that version, and is due then: up to `most`, the first ones after an id.
  Given give(Tx tx, ScheduledEmailId email, String variant, Instant due, long after, int most) {
    return tx.dsl()
        .resultQuery(
            """
            with given as (
              update delivery set variant = {5}, not_before = {1}, due_at = {1}
              where id in (
                select id from delivery
                where id = any (array(
                    select delivery_id from due_delivery
                    where scheduled_email_id = {0} and due_at = {2} and delivery_id > {3}
                    order by delivery_id limit {4}))
                  and due_at = {2}
                order by id
                for no key update)
              returning id)
            select count(*)::integer, coalesce(max(id), {3}) from given
            """,
            val(email.value()),
            val(due),
            val(NotYet.VARIANT),
            val(after),
            val(most),
            val(variant))
        .fetchSingle(row -> new Given(row.get(0, Integer.class), row.get(1, Long.class)));
  }

  void carriedOut(Tx tx, ScheduledEmailId email, Instant now) {
    tx.dsl()
        .update(EXPERIMENT)
        .set(EXPERIMENT.CARRIED_OUT_AT, now)
        .where(EXPERIMENT.SCHEDULED_EMAIL_ID.eq(email.value()))
        .and(EXPERIMENT.STATE.ne("running"))
        .execute();
  }

  private static VariantNumbers numbers(Record row) {
    return new VariantNumbers(
        row.get("variant", String.class),
        row.get("planned", Integer.class),
        row.get("sent", Integer.class),
        row.get("delivered", Integer.class),
        row.get("failed", Integer.class),
        row.get("opened", Integer.class),
        row.get("clicked", Integer.class),
        row.get("linked", Integer.class),
        row.get("complained", Integer.class),
        row.get("unsubscribed", Integer.class));
  }

  private static ExperimentState state(ExperimentRecord row) {
    return new ExperimentState(
        ExperimentState.Stage.valueOf(row.getState().toUpperCase(Locale.ROOT)),
        row.getStartedAt(),
        row.getDeadlineAt(),
        Optional.ofNullable(row.getWinner()),
        Optional.ofNullable(row.getRestGets()),
        row.getWords(),
        Optional.ofNullable(row.getDecidedAt()),
        Optional.ofNullable(row.getDecidedBy()),
        row.getCarriedOutAt() != null);
  }
}
