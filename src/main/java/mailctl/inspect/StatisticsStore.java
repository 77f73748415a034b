package mailctl.inspect;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.jooq.impl.DSL.boolOr;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/// Counts deliveries. One grouped query over all of them puts each in exactly one status; another
/// counts the facts of their attempts, each delivery once however often it was tried. Both belong
/// in one snapshot.
final class StatisticsStore {
  private static final String SENT = "sent";
  private static final String UNSUBSCRIBED = "unsubscribed";
  private static final String OPENED = "opened";
  private static final String CLICKED = "clicked";
  private static final String SPAM_REPORTED = "spam_reported";
  private static final String MACHINE_OPENED = "machine_opened";
  private static final String MACHINE_CLICKED = "machine_clicked";

  /// What an attempt can say about its delivery beside the status.
  private static final Map<String, Condition> FACTS =
      Map.of(
          SENT, SUBMISSION.STATE.eq("accepted").and(ATTEMPT.REJECTION.isNull()),
          UNSUBSCRIBED, ATTEMPT.UNSUBSCRIBED_AT.isNotNull(),
          OPENED, ATTEMPT.OPENS.gt(0),
          CLICKED, ATTEMPT.CLICKS.gt(0),
          SPAM_REPORTED, ATTEMPT.SPAM_REPORTED_AT.isNotNull(),
          MACHINE_OPENED, ATTEMPT.MACHINE_OPENS.gt(0),
          MACHINE_CLICKED, ATTEMPT.MACHINE_CLICKS.gt(0));

  /// One row for each scheduled email in the scope, those without deliveries included.
  List<EmailStatistics> byEmail(Tx tx, StatisticsScope scope) {
    Map<Long, Statistics> counted = counted(tx, scope);
    List<EmailStatistics> emails = new ArrayList<>();
    tx.dsl()
        .select(SCHEDULED_EMAIL.ID, SCHEDULED_EMAIL.NAME, EVENT.SLUG)
        .from(SCHEDULED_EMAIL)
        .join(EVENT)
        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
        .where(inScope(scope))
        .orderBy(SCHEDULED_EMAIL.DUE_AT.asc().nullsLast(), SCHEDULED_EMAIL.ID)
        .forEach(
            row ->
                emails.add(
                    new EmailStatistics(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        counted.getOrDefault(row.value1(), Statistics.NONE))));
    return emails;
  }

  private static Map<Long, Statistics> counted(Tx tx, StatisticsScope scope) {
    Map<Long, StatusCounts> statuses = new HashMap<>();
    tx.dsl()
        .select(DELIVERY.SCHEDULED_EMAIL_ID, DELIVERY.STATUS, count())
        .from(DELIVERY)
        .where(emailInScope(DELIVERY.SCHEDULED_EMAIL_ID, scope))
        .groupBy(DELIVERY.SCHEDULED_EMAIL_ID, DELIVERY.STATUS)
        .forEach(
            row ->
                statuses.merge(
                    row.value1(),
                    new StatusCounts(
                        Map.of(DeliveryStatus.of(row.value2()), row.value3().longValue())),
                    StatusCounts::plus));
    Map<Long, Record> facts = facts(tx, scope);
    Map<Long, Statistics> counted = new HashMap<>();
    statuses.forEach(
        (email, counts) ->
            counted.put(
                email,
                Optional.ofNullable(facts.get(email))
                    .map(row -> statistics(counts, row))
                    .orElse(new Statistics(counts, 0, 0, 0, 0, 0, 0, 0))));
    return counted;
  }

  /// How many deliveries have each fact, by email. Nearly all have one attempt: only the others
  /// need drawing together, which spares a group for every delivery.
  private static Map<Long, Record> facts(Tx tx, StatisticsScope scope) {
    Table<?> later =
        select(ATTEMPT.DELIVERY_ID)
            .select(
                FACTS.entrySet().stream().map(e -> boolOr(e.getValue()).as(e.getKey())).toList())
            .from(ATTEMPT)
            .join(SUBMISSION)
            .on(SUBMISSION.ID.eq(ATTEMPT.SUBMISSION_ID))
            .where(emailInScope(SUBMISSION.SCHEDULED_EMAIL_ID, scope))
            .and(ATTEMPT.NUMBER.gt(1))
            .groupBy(ATTEMPT.DELIVERY_ID)
            .asTable("later");
    return tx.dsl()
        .select(SUBMISSION.SCHEDULED_EMAIL_ID)
        .select(
            FACTS.entrySet().stream()
                .map(
                    e -> count().filterWhere(e.getValue().or(laterFact(e.getKey()))).as(e.getKey()))
                .toList())
        .from(ATTEMPT)
        .join(SUBMISSION)
        .on(SUBMISSION.ID.eq(ATTEMPT.SUBMISSION_ID))
        .leftJoin(later)
        .on(field(name("later", ATTEMPT.DELIVERY_ID.getName()), Long.class).eq(ATTEMPT.DELIVERY_ID))
        .where(emailInScope(SUBMISSION.SCHEDULED_EMAIL_ID, scope))
        .and(ATTEMPT.NUMBER.eq(1))
        .groupBy(SUBMISSION.SCHEDULED_EMAIL_ID)
        .fetchMap(SUBMISSION.SCHEDULED_EMAIL_ID, row -> row);
  }

  private static Condition laterFact(String fact) {
    return condition(field(name("later", fact), SQLDataType.BOOLEAN));
  }

  private static Statistics statistics(StatusCounts statuses, Record facts) {
    return new Statistics(
        statuses,
        facts.get(SENT, Long.class),
        facts.get(UNSUBSCRIBED, Long.class),
        facts.get(OPENED, Long.class),
        facts.get(CLICKED, Long.class),
        facts.get(SPAM_REPORTED, Long.class),
        facts.get(MACHINE_OPENED, Long.class),
        facts.get(MACHINE_CLICKED, Long.class));
  }

  private static Condition emailInScope(Field<Long> emailId, StatisticsScope scope) {
    return switch (scope) {
      case StatisticsScope.OfEmail(long id) -> emailId.eq(id);
      case StatisticsScope.Overall() -> noCondition();
      case StatisticsScope.OfEvent _, StatisticsScope.OfOrganization _ -> emailId.in(emails(scope));
    };
  }

  private static Select<Record1<Long>> emails(StatisticsScope scope) {
    return select(SCHEDULED_EMAIL.ID)
        .from(SCHEDULED_EMAIL)
        .join(EVENT)
        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
        .where(inScope(scope));
  }

  private static Condition inScope(StatisticsScope scope) {
    return switch (scope) {
      case StatisticsScope.OfEmail(long id) -> SCHEDULED_EMAIL.ID.eq(id);
      case StatisticsScope.OfEvent(long id) -> EVENT.ID.eq(id);
      case StatisticsScope.OfOrganization(long id) -> EVENT.ORGANIZATION_ID.eq(id);
      case StatisticsScope.Overall() -> noCondition();
    };
  }
}
