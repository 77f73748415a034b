package mailctl.why;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SEND_PLAN;
import static mailctl.database.schema.Tables.SEND_PLAN_MEMBER;
import static org.jooq.impl.DSL.lower;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import mailctl.audience.EventId;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;
import org.jspecify.annotations.Nullable;

/// Finds what has to do with an address, which is in lower case.
final class WhyStore {
  private static final int LATEST_PLANS = 10;

  record Times(Instant createdAt, Instant updatedAt) {}

  /// The events that it is registered for.
  Set<EventId> registeredFor(Tx tx, String address) {
    return tx.dsl()
        .select(REGISTRATION.EVENT_ID)
        .from(REGISTRATION)
        .where(lower(REGISTRATION.EMAIL).eq(address))
        .fetchSet(row -> new EventId(row.value1()));
  }

  Times times(Tx tx, long registration) {
    return tx.dsl()
        .select(REGISTRATION.CREATED_AT, REGISTRATION.UPDATED_AT)
        .from(REGISTRATION)
        .where(REGISTRATION.ID.eq(registration))
        .fetchSingle(row -> new Times(row.value1(), row.value2()));
  }

  /// What the email's plans say of a registration, the latest first.
  List<Promise> promises(Tx tx, ScheduledEmailId email, long registration) {
    List<Promise> promises = new ArrayList<>();
    tx.dsl()
        .select(
            SEND_PLAN.ID,
            SEND_PLAN.CREATED_AT,
            SEND_PLAN.APPLIED_AT,
            SEND_PLAN.BINDS,
            SEND_PLAN_MEMBER.REGISTRATION_ID,
            SEND_PLAN_MEMBER.SKIP_REASON)
        .from(SEND_PLAN)
        .leftJoin(SEND_PLAN_MEMBER)
        .on(SEND_PLAN_MEMBER.SEND_PLAN_ID.eq(SEND_PLAN.ID))
        .and(SEND_PLAN_MEMBER.REGISTRATION_ID.eq(registration))
        .where(SEND_PLAN.SCHEDULED_EMAIL_ID.eq(email.value()))
        .orderBy(SEND_PLAN.ID.desc())
        .limit(LATEST_PLANS)
        .forEach(
            row ->
                promises.add(
                    new Promise(
                        row.value1(),
                        row.value2(),
                        place(row.value5(), row.value6()),
                        Optional.ofNullable(row.value6()),
                        Optional.ofNullable(row.value3()),
                        row.value4() && row.value3() == null && promises.isEmpty())));
    return promises;
  }

  private static Promise.Place place(@Nullable Long member, @Nullable String skipReason) {
    if (member == null) {
      return Promise.Place.ABSENT;
    }
    return skipReason == null ? Promise.Place.INCLUDED : Promise.Place.SKIPPED;
  }

  /// The emails that were planned for it, whatever its registration says now.
  Set<ScheduledEmailId> plannedFor(Tx tx, String address) {
    return tx.dsl()
        .selectDistinct(DELIVERY.SCHEDULED_EMAIL_ID)
        .from(DELIVERY)
        .where(lower(DELIVERY.EMAIL).eq(address))
        .fetchSet(row -> new ScheduledEmailId(row.value1()));
  }

  /// The emails of these events, in the order in which they are due.
  List<ScheduledEmailId> emails(Tx tx, Set<EventId> events) {
    return tx.dsl()
        .select(SCHEDULED_EMAIL.ID)
        .from(SCHEDULED_EMAIL)
        .where(SCHEDULED_EMAIL.EVENT_ID.in(events.stream().map(EventId::value).toList()))
        .orderBy(
            SCHEDULED_EMAIL.EVENT_ID, SCHEDULED_EMAIL.DUE_AT.asc().nullsLast(), SCHEDULED_EMAIL.ID)
        .fetch(row -> new ScheduledEmailId(row.value1()));
  }

  /// What one email had planned for the address, or for the registration, whose address may have
  /// changed since.
  List<Long> deliveries(Tx tx, ScheduledEmailId email, String address, Set<Long> registrations) {
    return tx.dsl()
        .select(DELIVERY.ID)
        .from(DELIVERY)
        .where(DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value()))
        .and(
            lower(DELIVERY.EMAIL)
                .eq(address)
                .or(DELIVERY.REGISTRATION_ID.in(new TreeSet<>(registrations))))
        .orderBy(DELIVERY.OCCURRENCE.desc(), DELIVERY.ID.desc())
        .fetch(DELIVERY.ID);
  }
}
