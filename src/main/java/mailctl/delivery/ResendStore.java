package mailctl.delivery;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailctl.campaign.ClaimDoorStore;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;
import mailctl.suppression.SuppressionStore;
import org.jooq.impl.DSL;

/// Reads and writes what a hand-made resend needs.
final class ResendStore {
  private final ClaimDoorStore door = new ClaimDoorStore();

  record Candidate(
      DeliveryId id,
      long scheduledEmail,
      DeliveryStatus status,
      String emailStatus,
      String eventStatus,
      String address,
      boolean everDelivered,
      boolean givenUp) {}

  /// And keeps its email from being stopped meanwhile.
  Optional<Candidate> lock(Tx tx, DeliveryId id) {
    tx.dsl()
        .select(DELIVERY.SCHEDULED_EMAIL_ID)
        .from(DELIVERY)
        .where(DELIVERY.ID.eq(id.value()))
        .fetchOptional(row -> new ScheduledEmailId(row.value1()))
        .ifPresent(email -> door.enter(tx, email));
    return tx.dsl()
        .select(
            DELIVERY.SCHEDULED_EMAIL_ID,
            DELIVERY.STATUS,
            SCHEDULED_EMAIL.STATUS,
            EVENT.STATUS,
            DELIVERY.EMAIL,
            DSL.field(
                DSL.exists(
                    DSL.selectOne()
                        .from(ATTEMPT)
                        .where(ATTEMPT.DELIVERY_ID.eq(DELIVERY.ID))
                        .and(ATTEMPT.DELIVERED_AT.isNotNull()))),
            DSL.field(
                DSL.exists(
                    DSL.selectOne()
                        .from(ATTEMPT)
                        .join(SUBMISSION)
                        .on(SUBMISSION.ID.eq(ATTEMPT.SUBMISSION_ID))
                        .where(ATTEMPT.DELIVERY_ID.eq(DELIVERY.ID))
                        .and(ATTEMPT.NUMBER.eq(DELIVERY.ATTEMPTS))
                        .and(SUBMISSION.STATE.eq("given_up")))))
        .from(DELIVERY)
        .join(SCHEDULED_EMAIL)
        .on(SCHEDULED_EMAIL.ID.eq(DELIVERY.SCHEDULED_EMAIL_ID))
        .join(EVENT)
        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
        .where(DELIVERY.ID.eq(id.value()))
        .forNoKeyUpdate()
        .of(DELIVERY)
        .fetchOptional(
            row ->
                new Candidate(
                    id,
                    row.value1(),
                    DeliveryStatus.valueOf(row.value2().toUpperCase(Locale.ROOT)),
                    row.value3(),
                    row.value4(),
                    row.value5(),
                    row.value6(),
                    row.value7()));
  }

  /// The deliveries of an email in a state, in id order.
  List<DeliveryId> find(Tx tx, ScheduledEmailId email, DeliveryStatus status) {
    return tx.dsl()
        .select(DELIVERY.ID)
        .from(DELIVERY)
        .where(DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value()))
        .and(DELIVERY.STATUS.eq(status.name().toLowerCase(Locale.ROOT)))
        .orderBy(DELIVERY.ID)
        .fetch(row -> new DeliveryId(row.value1()));
  }

  List<Resend.State> states(Tx tx, Collection<DeliveryId> ids) {
    return tx.dsl()
        .select(
            DELIVERY.ID,
            DELIVERY.SCHEDULED_EMAIL_ID,
            DELIVERY.EMAIL,
            DELIVERY.STATUS,
            DELIVERY.REASON)
        .from(DELIVERY)
        .where(DELIVERY.ID.eq(DSL.any(ids.stream().map(DeliveryId::value).toArray(Long[]::new))))
        .orderBy(DELIVERY.ID)
        .fetch(
            row ->
                new Resend.State(
                    new DeliveryId(row.value1()),
                    new ScheduledEmailId(row.value2()),
                    row.value3(),
                    DeliveryStatus.valueOf(row.value4().toUpperCase(Locale.ROOT)),
                    row.value5()));
  }

  /// Why `address` must not get that email, if so.
  Optional<String> suppressedBecause(Tx tx, Candidate candidate, String address) {
    return tx.dsl()
        .select(
            DSL.field(
                SuppressionStore.suppressedBecause(
                    DSL.val(address), EVENT.ORGANIZATION_ID, EVENT.ID)))
        .from(SCHEDULED_EMAIL)
        .join(EVENT)
        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
        .where(SCHEDULED_EMAIL.ID.eq(candidate.scheduledEmail()))
        .fetchOptional(row -> row.value1());
  }

  /// Whether another delivery of the same email goes to `address`.
  boolean isTaken(Tx tx, Candidate candidate, String address) {
    return tx.dsl()
        .fetchExists(
            DELIVERY,
            DELIVERY
                .SCHEDULED_EMAIL_ID
                .eq(candidate.scheduledEmail())
                .and(DSL.lower(DELIVERY.EMAIL).eq(DSL.lower(DSL.val(address))))
                .and(DELIVERY.ID.ne(candidate.id().value())));
  }

  /// What was in doubt, or given up in doubt, is lost by that person's word.
  void request(Tx tx, DeliveryId id, String address, Instant now) {
    tx.dsl()
        .update(DELIVERY)
        .set(DELIVERY.RESEND_AT, now)
        .set(
            DELIVERY.RESEND_LOST,
            DSL.select(DSL.max(ATTEMPT.NUMBER))
                .from(ATTEMPT)
                .join(SUBMISSION)
                .on(SUBMISSION.ID.eq(ATTEMPT.SUBMISSION_ID))
                .where(ATTEMPT.DELIVERY_ID.eq(DELIVERY.ID))
                .and(SUBMISSION.STATE.in("in_doubt", "given_up")))
        .set(DELIVERY.EMAIL, address)
        .setNull(DELIVERY.CANCELLED_AT)
        .where(DELIVERY.ID.eq(id.value()))
        .execute();
  }
}
