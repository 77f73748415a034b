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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/// Counts deliveries. One grouped query over all of them, so that every delivery is counted in
/// exactly one status; the facts of its attempts are drawn together first, so that it is counted
/// once however often it was tried.
final class StatisticsStore {
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
    Table<?> facts = facts(scope).asTable("facts");
    Field<Integer> all = count();
    Field<Integer> sent = count().filterWhere(fact(facts, "sent"));
    Field<Integer> unsubscribed = count().filterWhere(fact(facts, "unsubscribed"));
    Field<Integer> opened = count().filterWhere(fact(facts, "opened"));
    Field<Integer> clicked = count().filterWhere(fact(facts, "clicked"));
    Field<Integer> spam = count().filterWhere(fact(facts, "spam_reported"));
    Map<Long, Statistics> counted = new LinkedHashMap<>();
    tx.dsl()
        .select(
            DELIVERY.SCHEDULED_EMAIL_ID,
            DELIVERY.STATUS,
            all,
            sent,
            unsubscribed,
            opened,
            clicked,
            spam)
        .from(DELIVERY)
        .leftJoin(facts)
        .on(facts.field(ATTEMPT.DELIVERY_ID).eq(DELIVERY.ID))
        .where(emailInScope(DELIVERY.SCHEDULED_EMAIL_ID, scope))
        .groupBy(DELIVERY.SCHEDULED_EMAIL_ID, DELIVERY.STATUS)
        .forEach(
            row ->
                counted.merge(
                    row.value1(),
                    new Statistics(
                        new StatusCounts(
                            Map.of(DeliveryStatus.of(row.value2()), row.value3().longValue())),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        row.value7(),
                        row.value8()),
                    Statistics::plus));
    return counted;
  }

  /// What the attempts of each delivery say together.
  private static Select<? extends Record> facts(StatisticsScope scope) {
    return select(
            ATTEMPT.DELIVERY_ID,
            boolOr(SUBMISSION.STATE.eq("accepted").and(ATTEMPT.REJECTION.isNull())).as("sent"),
            boolOr(ATTEMPT.UNSUBSCRIBED_AT.isNotNull()).as("unsubscribed"),
            boolOr(ATTEMPT.OPENS.gt(0)).as("opened"),
            boolOr(ATTEMPT.CLICKS.gt(0)).as("clicked"),
            boolOr(ATTEMPT.SPAM_REPORTED_AT.isNotNull()).as("spam_reported"))
        .from(ATTEMPT)
        .join(SUBMISSION)
        .on(SUBMISSION.ID.eq(ATTEMPT.SUBMISSION_ID))
        .where(emailInScope(SUBMISSION.SCHEDULED_EMAIL_ID, scope))
        .groupBy(ATTEMPT.DELIVERY_ID);
  }

  private static Condition fact(Table<?> facts, String name) {
    return condition(field(name(facts.getName(), name), SQLDataType.BOOLEAN));
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
