package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.RATE_BUDGET;
import static mailctl.database.schema.Tables.SEND_PLAN;
import static mailctl.database.schema.Tables.SEND_PLAN_MEMBER;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.SendPlanRecord;
import org.jooq.InsertValuesStep4;
import org.jooq.Record;

/// Plans in the database.
final class SendPlanStore {
  /// A plan's row.
  record Row(long id, ScheduledEmailId email, String content, boolean applied) {}

  /// A member of a plan, or of what would be sent now. `fingerprint` is there for who gets it.
  record Member(long registration, Optional<String> skipReason, Optional<Long> fingerprint) {}

  long insert(
      Tx tx, ScheduledEmailId email, String content, int recipients, boolean binds, Instant now) {
    return tx.dsl()
        .insertInto(SEND_PLAN)
        .set(SEND_PLAN.SCHEDULED_EMAIL_ID, email.value())
        .set(SEND_PLAN.CREATED_AT, now)
        .set(SEND_PLAN.CONTENT_FINGERPRINT, content)
        .set(SEND_PLAN.RECIPIENTS, recipients)
        .set(SEND_PLAN.BINDS, binds)
        .returning(SEND_PLAN.ID)
        .fetchSingle(SEND_PLAN.ID);
  }

  void insertMembers(Tx tx, long plan, List<Member> members) {
    for (int from = 0; from < members.size(); from += 1_000) {
      InsertValuesStep4<?, Long, Long, String, Long> insert =
          tx.dsl()
              .insertInto(
                  SEND_PLAN_MEMBER,
                  SEND_PLAN_MEMBER.SEND_PLAN_ID,
                  SEND_PLAN_MEMBER.REGISTRATION_ID,
                  SEND_PLAN_MEMBER.SKIP_REASON,
                  SEND_PLAN_MEMBER.FINGERPRINT);
      for (Member member : members.subList(from, Math.min(from + 1_000, members.size()))) {
        insert =
            insert.values(
                val(plan),
                val(member.registration()),
                val(member.skipReason().orElse(null), String.class),
                val(member.fingerprint().orElse(null), Long.class));
      }
      insert.execute();
    }
  }

  Optional<Row> find(Tx tx, long plan) {
    return tx.dsl()
        .selectFrom(SEND_PLAN)
        .where(SEND_PLAN.ID.eq(plan))
        .fetchOptional(SendPlanStore::row);
  }

  /// The email's latest plan, if it binds and was not sent.
  Optional<Row> binding(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .selectFrom(SEND_PLAN)
        .where(SEND_PLAN.SCHEDULED_EMAIL_ID.eq(email.value()))
        .orderBy(SEND_PLAN.ID.desc())
        .limit(1)
        .fetchOptional()
        .filter(row -> row.getBinds() && row.getAppliedAt() == null)
        .map(SendPlanStore::row);
  }

  private static Row row(SendPlanRecord row) {
    return new Row(
        row.getId(),
        new ScheduledEmailId(row.getScheduledEmailId()),
        row.getContentFingerprint(),
        row.getAppliedAt() != null);
  }

  void markApplied(Tx tx, long plan, Instant now) {
    tx.dsl()
        .update(SEND_PLAN)
        .set(SEND_PLAN.APPLIED_AT, now)
        .where(SEND_PLAN.ID.eq(plan))
        .execute();
  }

  Map<Long, Member> members(Tx tx, long plan) {
    Map<Long, Member> members = new HashMap<>();
    tx.dsl()
        .selectFrom(SEND_PLAN_MEMBER)
        .where(SEND_PLAN_MEMBER.SEND_PLAN_ID.eq(plan))
        .forEach(
            row ->
                members.put(
                    row.getRegistrationId(),
                    new Member(
                        row.getRegistrationId(),
                        Optional.ofNullable(row.getSkipReason()),
                        Optional.ofNullable(row.getFingerprint()))));
    return members;
  }

  /// What was planned for an email, skipped ones included, with the addresses.
  List<PlannedDelivery> deliveries(Tx tx, ScheduledEmailId email) {
    List<PlannedDelivery> all = new ArrayList<>();
    tx.dsl()
        .select(DELIVERY.REGISTRATION_ID, DELIVERY.EMAIL, DELIVERY.SKIP_REASON, DELIVERY.VARIANT)
        .from(DELIVERY)
        .where(DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value()))
        .and(DELIVERY.OCCURRENCE.eq(inline(0)))
        .orderBy(DELIVERY.REGISTRATION_ID)
        .forEach(
            row ->
                all.add(
                    new PlannedDelivery(
                        row.value1(),
                        row.value2(),
                        Optional.ofNullable(row.value3()),
                        Optional.ofNullable(row.value4()))));
    return all;
  }

  /// @param variant which version it gets first, of an email that has several
  record PlannedDelivery(
      long registration, String address, Optional<String> skipReason, Optional<String> variant) {}

  Optional<SendPlan.Rate> rate(Tx tx) {
    Optional<SendPlan.Rate> budget =
        tx.dsl()
            .selectFrom(RATE_BUDGET)
            .where(RATE_BUDGET.SCOPE.eq(RateBudgets.ALL))
            .fetchOptional(
                row -> new SendPlan.Rate(row.getPerSecond(), "the budget of all processes"));
    Optional<SendPlan.Rate> seen =
        tx.dsl()
            .resultQuery(
                """
                select s.scheduled_email_id, sum(s.recipients)::float8
                  / greatest(extract(epoch from max(s.settled_at) - min(s.claimed_at)), 1)::float8
                from submission s
                where s.scheduled_email_id = (
                  select scheduled_email_id from submission
                  where state = 'accepted' order by id desc limit 1)
                and s.state = 'accepted'
                group by 1
                """)
            .fetchOptional(SendPlanStore::seen);
    return budget.isPresent() && seen.isPresent()
        ? (budget.get().perSecond() < seen.get().perSecond() ? budget : seen)
        : budget.or(() -> seen);
  }

  private static SendPlan.Rate seen(Record row) {
    return new SendPlan.Rate(
        row.get(1, Double.class), "as scheduled email " + row.get(0, Long.class) + " went");
  }
}
