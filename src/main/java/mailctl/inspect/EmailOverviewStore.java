package mailctl.inspect;

import static java.util.Comparator.naturalOrder;
import static mailctl.database.schema.Tables.CANARY;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.EXPERIMENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Result;

/// Scheduled emails as lists show them.
final class EmailOverviewStore {
  /// Those due first come first, those without a time last.
  List<EmailSummary> list(Tx tx, EmailQuery query, Instant now) {
    Result<? extends Record> emails =
        tx.dsl()
            .select(
                SCHEDULED_EMAIL.ID,
                EVENT.ID,
                EVENT.SLUG,
                SCHEDULED_EMAIL.NAME,
                SCHEDULED_EMAIL.KIND,
                SCHEDULED_EMAIL.STATUS,
                SCHEDULED_EMAIL.STATUS_REASON,
                SCHEDULED_EMAIL.TRIGGER,
                SCHEDULED_EMAIL.DUE_AT,
                SCHEDULED_EMAIL.STARTED_AT,
                SCHEDULED_EMAIL.FINISHED_AT,
                CANARY.STATE,
                CANARY.RECIPIENTS,
                CANARY.HELD_BACK,
                CANARY.HEARD,
                CANARY.WORDS,
                EXPERIMENT.STATE,
                EXPERIMENT.WINNER,
                EXPERIMENT.REST_GETS)
            .from(SCHEDULED_EMAIL)
            .join(EVENT)
            .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
            .leftJoin(CANARY)
            .on(CANARY.SCHEDULED_EMAIL_ID.eq(SCHEDULED_EMAIL.ID))
            .leftJoin(EXPERIMENT)
            .on(EXPERIMENT.SCHEDULED_EMAIL_ID.eq(SCHEDULED_EMAIL.ID))
            .where(conditions(query, now))
            .orderBy(order(query, now))
            .limit(query.limit())
            .fetch();
    if (query.nearest()) {
      emails.sort(
          Comparator.<Record, Instant>comparing(
                  row -> row.get(SCHEDULED_EMAIL.DUE_AT), Comparator.nullsLast(naturalOrder()))
              .thenComparing(row -> row.get(SCHEDULED_EMAIL.ID)));
    }
    Map<Long, StatusCounts> counts = counts(tx, emails.getValues(SCHEDULED_EMAIL.ID));
    return emails.map(
        email ->
            summary(
                email, counts.getOrDefault(email.get(SCHEDULED_EMAIL.ID), StatusCounts.NONE), now));
  }

  boolean exists(Tx tx, long scheduledEmail) {
    return tx.dsl().fetchExists(SCHEDULED_EMAIL, SCHEDULED_EMAIL.ID.eq(scheduledEmail));
  }

  StatusCounts counts(Tx tx, long scheduledEmail) {
    return counts(tx, List.of(scheduledEmail)).getOrDefault(scheduledEmail, StatusCounts.NONE);
  }

  private static Map<Long, StatusCounts> counts(Tx tx, Collection<Long> emails) {
    Map<Long, Map<DeliveryStatus, Long>> counts = new HashMap<>();
    tx.dsl()
        .select(DELIVERY.SCHEDULED_EMAIL_ID, DELIVERY.STATUS, count())
        .from(DELIVERY)
        .where(DELIVERY.SCHEDULED_EMAIL_ID.in(emails))
        .groupBy(DELIVERY.SCHEDULED_EMAIL_ID, DELIVERY.STATUS)
        .forEach(
            row ->
                counts
                    .computeIfAbsent(row.value1(), _ -> new EnumMap<>(DeliveryStatus.class))
                    .put(DeliveryStatus.of(row.value2()), row.value3().longValue()));
    Map<Long, StatusCounts> whole = new HashMap<>();
    counts.forEach((email, byStatus) -> whole.put(email, new StatusCounts(byStatus)));
    return whole;
  }

  private static List<? extends OrderField<?>> order(EmailQuery query, Instant now) {
    return query.nearest()
        ? List.of(
            field(
                    "abs(extract(epoch from {0} - {1}))",
                    Double.class, SCHEDULED_EMAIL.DUE_AT, val(now, SCHEDULED_EMAIL.DUE_AT))
                .asc()
                .nullsLast(),
            SCHEDULED_EMAIL.ID)
        : List.of(SCHEDULED_EMAIL.DUE_AT.asc().nullsLast(), SCHEDULED_EMAIL.ID);
  }

  private static List<Condition> conditions(EmailQuery query, Instant now) {
    List<Condition> conditions = new ArrayList<>();
    query.scheduledEmailId().ifPresent(id -> conditions.add(SCHEDULED_EMAIL.ID.eq(id)));
    query.eventId().ifPresent(id -> conditions.add(SCHEDULED_EMAIL.EVENT_ID.eq(id)));
    if (!query.statuses().isEmpty()) {
      conditions.add(SCHEDULED_EMAIL.STATUS.in(query.statuses()));
    }
    if (query.overdue()) {
      conditions.add(SCHEDULED_EMAIL.STATUS.eq("scheduled"));
      conditions.add(SCHEDULED_EMAIL.DUE_AT.lt(now.minus(Lateness.GRACE)));
    }
    return conditions;
  }

  private static EmailSummary summary(Record email, StatusCounts deliveries, Instant now) {
    String status = email.get(SCHEDULED_EMAIL.STATUS);
    Optional<Instant> dueAt = Optional.ofNullable(email.get(SCHEDULED_EMAIL.DUE_AT));
    return new EmailSummary(
        email.get(SCHEDULED_EMAIL.ID),
        email.get(EVENT.ID),
        email.get(EVENT.SLUG),
        email.get(SCHEDULED_EMAIL.NAME),
        email.get(SCHEDULED_EMAIL.KIND),
        status,
        Optional.ofNullable(email.get(SCHEDULED_EMAIL.STATUS_REASON)),
        email.get(SCHEDULED_EMAIL.TRIGGER),
        dueAt,
        Optional.ofNullable(email.get(SCHEDULED_EMAIL.STARTED_AT)),
        Optional.ofNullable(email.get(SCHEDULED_EMAIL.FINISHED_AT)),
        deliveries,
        dueAt.flatMap(due -> Lateness.of(status, due, now)),
        canary(email),
        variants(email));
  }

  private static Optional<String> variants(Record email) {
    return Optional.ofNullable(email.get(EXPERIMENT.STATE))
        .map(
            state ->
                switch (state) {
                  case "running" -> "not decided";
                  case "decided" -> email.get(EXPERIMENT.WINNER) + " won";
                  case "no_winner" -> "no winner, the rest gets " + email.get(EXPERIMENT.REST_GETS);
                  default -> "stopped, the rest gets " + email.get(EXPERIMENT.REST_GETS);
                });
  }

  private static Optional<String> canary(Record email) {
    if ("cancelled".equals(email.get(SCHEDULED_EMAIL.STATUS))) {
      return Optional.empty();
    }
    String state = email.get(CANARY.STATE);
    if ("probing".equals(state)) {
      return Optional.of(
          "%d went first, heard of %d; %d wait"
              .formatted(
                  email.get(CANARY.RECIPIENTS),
                  email.get(CANARY.HEARD),
                  email.get(CANARY.HELD_BACK)));
    }
    return "failed".equals(state) ? Optional.of(email.get(CANARY.WORDS)) : Optional.empty();
  }
}
