package mailctl.delivery;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.DOUBT_INQUIRY;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.INSTALLATION;
import static mailctl.database.schema.Tables.INSTALLATION_FORMER;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.jooq.impl.DSL.val;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailctl.campaign.ClaimDoorStore;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;
import org.jooq.impl.DSL;

/// Submissions in doubt, and what settling one does to its deliveries.
final class DoubtStore {
  private final ClaimDoorStore door = new ClaimDoorStore();

  record Place(
      SubmissionState state,
      ScheduledEmailId email,
      int recipients,
      String emailStatus,
      String eventStatus,
      Instant calledAt) {}

  /// And keeps its email from being stopped meanwhile.
  Optional<Place> lock(Tx tx, SubmissionId id) {
    tx.dsl()
        .select(SUBMISSION.SCHEDULED_EMAIL_ID)
        .from(SUBMISSION)
        .where(SUBMISSION.ID.eq(id.value()))
        .fetchOptional(row -> new ScheduledEmailId(row.value1()))
        .ifPresent(email -> door.enter(tx, email));
    return tx.dsl()
        .select(
            SUBMISSION.STATE,
            SUBMISSION.SCHEDULED_EMAIL_ID,
            SUBMISSION.RECIPIENTS,
            SCHEDULED_EMAIL.STATUS,
            EVENT.STATUS,
            DSL.coalesce(SUBMISSION.CALLED_AT, SUBMISSION.CLAIMED_AT))
        .from(SUBMISSION)
        .join(SCHEDULED_EMAIL)
        .on(SCHEDULED_EMAIL.ID.eq(SUBMISSION.SCHEDULED_EMAIL_ID))
        .join(EVENT)
        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
        .where(SUBMISSION.ID.eq(id.value()))
        .forNoKeyUpdate()
        .of(SUBMISSION)
        .fetchOptional(
            row ->
                new Place(
                    SubmissionState.valueOf(row.value1().toUpperCase(Locale.ROOT)),
                    new ScheduledEmailId(row.value2()),
                    row.value3(),
                    row.value4(),
                    row.value5(),
                    row.value6()));
  }

  /// Those of an email that are in doubt, the oldest first.
  List<SubmissionId> ofEmail(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .select(SUBMISSION.ID)
        .from(SUBMISSION)
        .where(SUBMISSION.SCHEDULED_EMAIL_ID.eq(email.value()))
        .and(SUBMISSION.STATE.eq("in_doubt"))
        .orderBy(SUBMISSION.ID)
        .fetch(row -> new SubmissionId(row.value1()));
  }

  /// Those of a delivery that are in doubt.
  List<SubmissionId> ofDelivery(Tx tx, DeliveryId delivery) {
    return tx.dsl()
        .select(SUBMISSION.ID)
        .from(ATTEMPT)
        .join(SUBMISSION)
        .on(SUBMISSION.ID.eq(ATTEMPT.SUBMISSION_ID))
        .where(ATTEMPT.DELIVERY_ID.eq(delivery.value()))
        .and(SUBMISSION.STATE.eq("in_doubt"))
        .orderBy(SUBMISSION.ID)
        .fetch(row -> new SubmissionId(row.value1()));
  }

  Optional<DeliveryStatus> status(Tx tx, DeliveryId delivery) {
    return tx.dsl()
        .select(DELIVERY.STATUS)
        .from(DELIVERY)
        .where(DELIVERY.ID.eq(delivery.value()))
        .fetchOptional(row -> DeliveryStatus.valueOf(row.value1().toUpperCase(Locale.ROOT)));
  }

  Map<DeliveryStatus, Integer> statuses(Tx tx, Collection<DeliveryId> deliveries) {
    Map<DeliveryStatus, Integer> counts = new EnumMap<>(DeliveryStatus.class);
    tx.dsl()
        .select(DELIVERY.STATUS, DSL.count())
        .from(DELIVERY)
        .where(DELIVERY.ID.in(deliveries.stream().map(DeliveryId::value).toList()))
        .groupBy(DELIVERY.STATUS)
        .forEach(
            row ->
                counts.put(
                    DeliveryStatus.valueOf(row.value1().toUpperCase(Locale.ROOT)), row.value2()));
    return counts;
  }

  /// A person wants everybody again of whom this submission is the last that was tried. The
  /// deliveries are locked.
  void wishAgain(Tx tx, SubmissionId id, Instant now) {
    tx.dsl()
        .update(DELIVERY)
        .set(DELIVERY.RESEND_AT, now)
        .set(DELIVERY.RESEND_LOST, ATTEMPT.NUMBER)
        .setNull(DELIVERY.CANCELLED_AT)
        .from(ATTEMPT)
        .where(ATTEMPT.SUBMISSION_ID.eq(id.value()))
        .and(ATTEMPT.DELIVERY_ID.eq(DELIVERY.ID))
        .and(ATTEMPT.NUMBER.eq(DELIVERY.ATTEMPTS))
        .and(DELIVERY.STATUS.eq("in_doubt"))
        .execute();
  }

  /// As if it had never been tried. Whoever had been tried again since is left alone; in a
  /// cancelled email they are cancelled like those who waited. The deliveries are locked.
  void requeue(Tx tx, SubmissionId id, boolean cancelled, Instant now) {
    tx.dsl()
        .update(DELIVERY)
        .set(DELIVERY.NOT_BEFORE, now)
        .set(
            DELIVERY.RESEND_AT,
            DSL.when(ATTEMPT.ORIGIN.eq("resend"), val(now)).otherwise(DELIVERY.RESEND_AT))
        .set(
            DELIVERY.RESEND_LOST,
            DSL.when(ATTEMPT.ORIGIN.eq("resend"), ATTEMPT.NUMBER).otherwise(DELIVERY.RESEND_LOST))
        .set(
            DELIVERY.CANCELLED_AT,
            cancelled ? DSL.coalesce(DELIVERY.CANCELLED_AT, val(now)) : DELIVERY.CANCELLED_AT)
        .from(ATTEMPT)
        .where(ATTEMPT.SUBMISSION_ID.eq(id.value()))
        .and(ATTEMPT.DELIVERY_ID.eq(DELIVERY.ID))
        .and(ATTEMPT.NUMBER.eq(DELIVERY.ATTEMPTS))
        .and(DELIVERY.STATUS.eq("in_doubt"))
        .execute();
  }

  /// Takes the one about which the logs have not been asked for the longest time.
  Optional<LoggedDoubts.Doubt> takeUnasked(Tx tx, LoggedDoubts.Patience patience, Instant now) {
    return tx.dsl()
        .resultQuery(
            """
            select s.id, s.called_at, s.installation from submission s
            left join doubt_inquiry q on q.submission_id = s.id
            where s.state = 'in_doubt' and s.settled_at <= {0} and s.lease_until <= {0}
              and s.called_at > {1} and (q.asked_at is null or q.asked_at <= {0})
            order by q.asked_at nulls first, s.id
            limit 1
            for no key update of s skip locked
            """,
            val(now.minus(patience.least())), val(now.minus(patience.most())))
        .fetchOptional(
            row -> {
              SubmissionId id = new SubmissionId(row.get("id", Long.class));
              noteInquiry(tx, id, "asked, and not answered yet", now);
              return new LoggedDoubts.Doubt(
                  id,
                  row.get("called_at", Instant.class),
                  recipients(tx, id),
                  Optional.ofNullable(row.get("installation", String.class))
                      .map(Set::of)
                      .orElseGet(() -> installations(tx, row.get("called_at", Instant.class))));
            });
  }

  void noteInquiry(Tx tx, SubmissionId id, String words, Instant now) {
    tx.dsl()
        .insertInto(DOUBT_INQUIRY)
        .set(DOUBT_INQUIRY.SUBMISSION_ID, id.value())
        .set(DOUBT_INQUIRY.ASKED_AT, now)
        .set(DOUBT_INQUIRY.WORDS, words)
        .onConflict(DOUBT_INQUIRY.SUBMISSION_ID)
        .doUpdate()
        .set(DOUBT_INQUIRY.ASKED_AT, now)
        .set(DOUBT_INQUIRY.WORDS, words)
        .execute();
  }

  /// The submission that the provider's own answer calls taken and that was called nearest to
  /// `calledAt`: after it, or else before.
  Optional<LoggedDoubts.Control> control(Tx tx, Instant calledAt, Instant until, Duration reach) {
    return tx.dsl()
        .resultQuery(
            """
            select n.message_id, n.called_at,
              (select min(a.email) from attempt a
                where a.submission_id = n.id and a.rejection is null) as email
            from (
              (select 1 as preference, s.id, s.message_id, s.called_at from submission s
                where s.state = 'accepted' and s.message_id is not null
                  and s.called_at >= {0} and s.called_at <= {1}
                order by s.called_at limit 1)
              union all
              (select 2, s.id, s.message_id, s.called_at from submission s
                where s.state = 'accepted' and s.message_id is not null
                  and s.called_at < {0} and s.called_at >= {2}
                order by s.called_at desc limit 1)) as n
            order by n.preference limit 1
            """,
            val(calledAt), val(until), val(calledAt.minus(reach)))
        .fetchOptional(
            row ->
                new LoggedDoubts.Control(
                    row.get("message_id", String.class),
                    row.get("email", String.class),
                    row.get("called_at", Instant.class)));
  }

  /// Whether a message id is that of another submission of ours.
  boolean isAnothers(Tx tx, SubmissionId id, String messageId) {
    return tx.dsl()
        .fetchExists(
            SUBMISSION, SUBMISSION.MESSAGE_ID.eq(messageId).and(SUBMISSION.ID.ne(id.value())));
  }

  /// Where it was not written down: the id of now, and those that it had when that was called.
  private static Set<String> installations(Tx tx, Instant calledAt) {
    return tx.dsl()
        .select(INSTALLATION.ID)
        .from(INSTALLATION)
        .union(
            DSL.select(INSTALLATION_FORMER.ID)
                .from(INSTALLATION_FORMER)
                .where(INSTALLATION_FORMER.UNTIL_AT.ge(calledAt)))
        .fetchSet(INSTALLATION.ID);
  }

  private static List<LoggedDoubts.Recipient> recipients(Tx tx, SubmissionId id) {
    return tx.dsl()
        .select(ATTEMPT.DELIVERY_ID, ATTEMPT.NUMBER, ATTEMPT.EMAIL)
        .from(ATTEMPT)
        .where(ATTEMPT.SUBMISSION_ID.eq(id.value()))
        .orderBy(ATTEMPT.ID)
        .fetch(
            row ->
                new LoggedDoubts.Recipient(
                    new DeliveryId(row.value1()), row.value2(), row.value3()));
  }
}
