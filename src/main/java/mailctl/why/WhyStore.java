package mailctl.why;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.jooq.impl.DSL.lower;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import mailctl.audience.EventId;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;

/// Finds what has to do with an address, which is in lower case.
final class WhyStore {
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
