package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.jooq.impl.DSL.inline;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/// Counts the deliveries of an email.
final class ProgressStore {
  /// Words of more kinds than these are for `inspect`.
  private static final int MOST_TROUBLES = 5;

  EmailProgress progress(Tx tx, ScheduledEmailId email) {
    return progress(tx, email, Optional.empty());
  }

  /// @param only the delivery to this registration alone, or all
  EmailProgress progress(Tx tx, ScheduledEmailId email, Optional<RegistrationId> only) {
    Map<DeliveryStatus, Long> counts = new EnumMap<>(DeliveryStatus.class);
    tx.dsl()
        .select(DELIVERY.STATUS, DSL.count())
        .from(DELIVERY)
        .where(of(email, only))
        .groupBy(DELIVERY.STATUS)
        .forEach(
            row ->
                counts.put(
                    DeliveryStatus.valueOf(row.value1().toUpperCase(Locale.ROOT)),
                    row.value2().longValue()));
    boolean accepted =
        tx.dsl()
            .fetchExists(
                SUBMISSION,
                SUBMISSION
                    .SCHEDULED_EMAIL_ID
                    .eq(email.value())
                    .and(SUBMISSION.STATE.eq("accepted")));
    return new EmailProgress(counts, accepted);
  }

  boolean isPlanned(Tx tx, ScheduledEmailId email, RegistrationId registration) {
    return tx.dsl().fetchExists(DELIVERY, of(email, Optional.of(registration)));
  }

  /// The most frequent words about those that failed or are in doubt.
  List<SendReport.Trouble> troubles(Tx tx, ScheduledEmailId email, Optional<RegistrationId> only) {
    return tx.dsl()
        .select(DELIVERY.STATUS, DELIVERY.REASON, DSL.count())
        .from(DELIVERY)
        .where(of(email, only))
        .and(DELIVERY.STATUS.in(inline("failed"), inline("in_doubt")))
        .groupBy(DELIVERY.STATUS, DELIVERY.REASON)
        .orderBy(DSL.count().desc(), DELIVERY.STATUS, DELIVERY.REASON)
        .limit(MOST_TROUBLES)
        .fetch(
            row ->
                new SendReport.Trouble(
                    DeliveryStatus.valueOf(row.value1().toUpperCase(Locale.ROOT)),
                    row.value2(),
                    row.value3().longValue()));
  }

  private static Condition of(ScheduledEmailId email, Optional<RegistrationId> only) {
    return DELIVERY
        .SCHEDULED_EMAIL_ID
        .eq(email.value())
        .and(
            only.map(each -> DELIVERY.REGISTRATION_ID.eq(each.value()))
                .orElse(DSL.trueCondition()));
  }

  /// The skipped ones by reason, in words.
  Map<String, Long> skippedByReason(Tx tx, ScheduledEmailId email, Optional<RegistrationId> only) {
    Map<String, Long> counts = new TreeMap<>();
    tx.dsl()
        .select(DELIVERY.SKIP_REASON, DSL.count())
        .from(DELIVERY)
        .where(of(email, only))
        .and(DELIVERY.STATUS.eq("skipped"))
        .groupBy(DELIVERY.SKIP_REASON)
        .forEach(row -> counts.put(row.value1(), row.value2().longValue()));
    return counts;
  }

  /// Emails that may be finished, or that were called failed before the provider owned up to one.
  List<ScheduledEmailId> perhapsFinished(Tx tx) {
    return tx.dsl()
        .select(SCHEDULED_EMAIL.ID)
        .from(SCHEDULED_EMAIL)
        .where(SCHEDULED_EMAIL.STATUS.eq(inline("sending")))
        .or(
            SCHEDULED_EMAIL
                .STATUS
                .eq(inline("failed"))
                .and(SCHEDULED_EMAIL.STATUS_REASON.eq(inline("nobody_accepted")))
                .and(
                    DSL.exists(
                        DSL.selectOne()
                            .from(SUBMISSION)
                            .where(SUBMISSION.SCHEDULED_EMAIL_ID.eq(SCHEDULED_EMAIL.ID))
                            .and(SUBMISSION.STATE.eq("accepted")))))
        .orderBy(SCHEDULED_EMAIL.ID)
        .fetch(row -> new ScheduledEmailId(row.value1()));
  }
}
