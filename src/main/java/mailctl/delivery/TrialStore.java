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
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.NotYet;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.ExperimentRecord;

/// Experiments that run, in the database.
final class TrialStore {
  private final TrialNumberStore numbers = new TrialNumberStore();

  TrialNumberStore numbers() {
    return numbers;
  }

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
            val(email.value()), val(due), val(NotYet.VARIANT), val(after), val(most), val(variant))
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
