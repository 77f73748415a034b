package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import java.time.Instant;
import java.util.Optional;
import mailctl.audience.AudienceStore;
import mailctl.audience.EventId;
import mailctl.audience.RecipientFilter;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.NotYet;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.DeliveryRecord;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// Turns an audience into deliveries, one for every member, the skipped ones with their reason.
final class PlanStore {
  private final AudienceStore audience;

  PlanStore(AudienceStore audience) {
    this.audience = audience;
  }

  /// Inserts what is not there yet, in one statement however large the audience is, and returns how
  /// many that were. Planning again inserts nothing.
  ///
  /// Of an email that has several versions a share gets one each now; the rest waits for it to be
  /// decided, but for one who is planned alone, who gets the first one.
  ///
  /// @param only this one member, or everybody
  /// @param assignment of an email that has several versions
  /// @param due when the included ones may be claimed
  int plan(
      Tx tx,
      ScheduledEmailId email,
      EventId event,
      RecipientFilter filter,
      Optional<RegistrationId> only,
      Optional<Assignment> assignment,
      Instant now,
      Instant due) {
    boolean isFirst = isFirst(tx, email);
    if (!isFirst) {
      PlannerStore.seekByIndex(tx);
    }
    Table<?> members = audience.select(tx, event, filter).asTable("audience");
    Field<Long> registration = members.field(AudienceStore.REGISTRATION_ID);
    Field<String> address = members.field(AudienceStore.EMAIL);
    Condition taken = isFirst ? DSL.falseCondition() : isTaken(email, registration, address);
    Field<String> skip =
        DSL.coalesce(
            members.field(AudienceStore.SKIP_REASON), when(taken, inline("duplicate_address")));
    Field<String> detail =
        when(
                members.field(AudienceStore.SKIP_REASON).isNull().and(taken),
                inline("another delivery of this email goes to that address"))
            .otherwise(members.field(AudienceStore.SKIP_DETAIL));
    Table<?> planned =
        tx.dsl()
            .select(
                registration.as("registration_id"),
                address.as("email"),
                skip.as("skip_reason"),
                detail.as("skip_detail"),
                assignment
                    .map(it -> hash(it, registration))
                    .orElse(DSL.castNull(SQLDataType.BLOB))
                    .as("variant_hash"))
            .from(members)
            .where(only.map(each -> registration.eq(each.value())).orElse(DSL.trueCondition()))
            .orderBy(registration)
            .asTable("planned");
    Field<String> skipReason = planned.field("skip_reason", String.class);
    Field<String> skipDetail = planned.field("skip_detail", String.class);
    Field<Instant> at = val(now);
    Field<Instant> none = DSL.castNull(DELIVERY.DUE_AT.getDataType());
    // In a subquery that sorts, so that each is hashed once.
    Field<byte[]> hash = planned.field("variant_hash", byte[].class);
    Condition goesFirst = assignment.map(it -> goesFirst(it, hash)).orElse(DSL.falseCondition());
    Field<String> variant =
        assignment
            .map(
                it ->
                    when(goesFirst, drawn(it, hash))
                        .otherwise(
                            only.isPresent()
                                ? inline(it.control())
                                : DSL.castNull(DELIVERY.VARIANT)))
            .orElse(DSL.castNull(DELIVERY.VARIANT));
    Field<Instant> dueByVariant =
        assignment.isPresent() && only.isEmpty()
            ? when(goesFirst, val(due)).otherwise(val(NotYet.VARIANT))
            : val(due);
    Field<Instant> whenIncluded = when(skipReason.isNull(), dueByVariant).otherwise(none);
    InsertOnDuplicateStep<DeliveryRecord> insert =
        tx.dsl()
            .insertInto(
                DELIVERY,
                DELIVERY.SCHEDULED_EMAIL_ID,
                DELIVERY.REGISTRATION_ID,
                DELIVERY.EMAIL,
                DELIVERY.CREATED_AT,
                DELIVERY.SKIP_REASON,
                DELIVERY.SKIP_DETAIL,
                DELIVERY.SKIPPED_AT,
                DELIVERY.NOT_BEFORE,
                DELIVERY.STATUS,
                DELIVERY.STATUS_AT,
                DELIVERY.DUE_AT,
                DELIVERY.REASON,
                DELIVERY.VARIANT,
                DELIVERY.TESTED)
            .select(
                DSL.select(
                        val(email.value()),
                        planned.field("registration_id", Long.class),
                        planned.field("email", String.class),
                        at,
                        skipReason,
                        skipDetail,
                        when(skipReason.isNotNull(), at).otherwise(none),
                        whenIncluded,
                        when(skipReason.isNull(), inline("queued")).otherwise(inline("skipped")),
                        at,
                        whenIncluded,
                        skipDetail,
                        variant,
                        DSL.field(goesFirst))
                    .from(planned));
    // Nothing can be in the way of the first ones, and to look costs a third more.
    int inserted = isFirst ? insert.execute() : insert.onConflictDoNothing().execute();
    writeDown(tx, email, inserted);
    return inserted;
  }

  private static Field<byte[]> hash(Assignment assignment, Field<Long> registration) {
    return DSL.field("variant_hash({0}, {1})", byte[].class, val(assignment.key()), registration);
  }

  private static Condition goesFirst(Assignment assignment, Field<byte[]> hash) {
    return DSL.condition("variant_goes_first({0}, {1})", hash, val(assignment.share()));
  }

  private static Field<String> drawn(Assignment assignment, Field<byte[]> hash) {
    return DSL.field(
        "variant_drawn({0}, {1})",
        String.class, hash, val(assignment.lots().toArray(String[]::new)));
  }

  /// For the ledger: a delivery that is missing later is missed.
  static void writeDown(Tx tx, ScheduledEmailId email, int inserted) {
    if (inserted > 0) {
      tx.dsl()
          .update(SCHEDULED_EMAIL)
          .set(
              SCHEDULED_EMAIL.PLANNED_RECIPIENTS, SCHEDULED_EMAIL.PLANNED_RECIPIENTS.plus(inserted))
          .where(SCHEDULED_EMAIL.ID.eq(email.value()))
          .execute();
    }
  }

  /// Nothing was planned for that email yet. It is locked, so that nobody does meanwhile.
  private static boolean isFirst(Tx tx, ScheduledEmailId email) {
    return !tx.dsl()
        .fetchExists(
            DSL.selectOne().from(DELIVERY).where(DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value())));
  }

  /// Planned before under a corrected address: the address is taken, the person is not mailed
  /// twice.
  private static Condition isTaken(
      ScheduledEmailId email, Field<Long> registration, Field<String> address) {
    return DSL.exists(
        DSL.selectOne()
            .from(DELIVERY)
            .where(DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value()))
            .and(DSL.lower(DELIVERY.EMAIL).eq(DSL.lower(address)))
            .and(DELIVERY.OCCURRENCE.eq(0))
            .and(DELIVERY.REGISTRATION_ID.ne(registration)));
  }
}
