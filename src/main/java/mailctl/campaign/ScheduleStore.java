package mailctl.campaign;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.jooq.impl.DSL.noCondition;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailctl.audience.EventId;
import mailctl.audience.OrganizationId;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.JSONB;

/// The schedule as people read and write it: lists, and changes of what has not started. Its
/// callers hold the email's lock.
public final class ScheduleStore {
  /// Emails of an event, or of all, in some states, or in any: by due time, those without one last.
  public List<ScheduledEmail> list(
      Tx tx, Optional<EventId> event, Set<ScheduledEmailStatus> states) {
    return tx.dsl()
        .selectFrom(SCHEDULED_EMAIL)
        .where(event.map(id -> SCHEDULED_EMAIL.EVENT_ID.eq(id.value())).orElse(noCondition()))
        .and(states.isEmpty() ? noCondition() : in(states))
        .orderBy(SCHEDULED_EMAIL.DUE_AT.asc().nullsLast(), SCHEDULED_EMAIL.ID)
        .fetch(ScheduledEmailStore::email);
  }

  public Optional<ScheduledEmail> find(Tx tx, EventId event, String name) {
    return tx.dsl()
        .selectFrom(SCHEDULED_EMAIL)
        .where(SCHEDULED_EMAIL.EVENT_ID.eq(event.value()), SCHEDULED_EMAIL.NAME.eq(name))
        .fetchOptional(ScheduledEmailStore::email);
  }

  List<EventId> eventsOf(Tx tx, OrganizationId organization) {
    return tx.dsl()
        .select(EVENT.ID)
        .from(EVENT)
        .where(EVENT.ORGANIZATION_ID.eq(organization.value()))
        .orderBy(EVENT.ID)
        .fetch(row -> new EventId(row.value1()));
  }

  void lockEvent(Tx tx, EventId event) {
    tx.dsl()
        .select(EVENT.ID)
        .from(EVENT)
        .where(EVENT.ID.eq(event.value()))
        .forNoKeyUpdate()
        .execute();
  }

  /// All emails of an event that are not cancelled or failed, locked in id order.
  List<ScheduledEmail> lockAll(Tx tx, EventId event) {
    return tx.dsl()
        .selectFrom(SCHEDULED_EMAIL)
        .where(SCHEDULED_EMAIL.EVENT_ID.eq(event.value()))
        .and(
            SCHEDULED_EMAIL.STATUS.notIn(
                ScheduledEmailStatus.CANCELLED.text(), ScheduledEmailStatus.FAILED.text()))
        .orderBy(SCHEDULED_EMAIL.ID)
        .forNoKeyUpdate()
        .fetch(ScheduledEmailStore::email);
  }

  /// Name, kind, content and trigger of one that has not started.
  boolean rewrite(Tx tx, ScheduledEmailId id, Draft draft, Instant now) {
    EmailContent content = draft.content();
    return tx.dsl()
            .update(SCHEDULED_EMAIL)
            .set(SCHEDULED_EMAIL.NAME, draft.name())
            .set(SCHEDULED_EMAIL.KIND, draft.kind().text())
            .set(SCHEDULED_EMAIL.SUBJECT, content.subject())
            .set(SCHEDULED_EMAIL.HTML, content.html())
            .set(SCHEDULED_EMAIL.TEXT, content.text())
            .set(SCHEDULED_EMAIL.FILTER, JSONB.valueOf(content.filter()))
            .set(SCHEDULED_EMAIL.TRIGGER, draft.trigger().text())
            .set(SCHEDULED_EMAIL.UPDATED_AT, now)
            .where(SCHEDULED_EMAIL.ID.eq(id.value()), SCHEDULED_EMAIL.STARTED_AT.isNull())
            .execute()
        == 1;
  }

  /// Another trigger, or the same with another time that follows from it, for one that has not been
  /// planned.
  boolean settle(Tx tx, ScheduledEmailId id, Trigger trigger, Standing standing, Instant now) {
    return tx.dsl()
            .update(SCHEDULED_EMAIL)
            .set(SCHEDULED_EMAIL.TRIGGER, trigger.text())
            .set(SCHEDULED_EMAIL.STATUS, standing.status().text())
            .set(
                SCHEDULED_EMAIL.STATUS_REASON,
                standing.pause().map(StatusReason::text).orElse(null))
            .set(SCHEDULED_EMAIL.DUE_AT, standing.dueAt().orElse(null))
            .set(SCHEDULED_EMAIL.UPDATED_AT, now)
            .where(
                SCHEDULED_EMAIL.ID.eq(id.value()),
                SCHEDULED_EMAIL.PLANNED_AT.isNull(),
                in(
                    Set.of(
                        ScheduledEmailStatus.PAUSED,
                        ScheduledEmailStatus.ACTIVE,
                        ScheduledEmailStatus.SCHEDULED,
                        ScheduledEmailStatus.HELD)))
            .execute()
        == 1;
  }

  /// Another time for the rest of one that was planned.
  boolean postpone(Tx tx, ScheduledEmailId id, Trigger trigger, Standing standing, Instant now) {
    return tx.dsl()
            .update(SCHEDULED_EMAIL)
            .set(SCHEDULED_EMAIL.TRIGGER, trigger.text())
            .set(SCHEDULED_EMAIL.STATUS, standing.status().text())
            .set(
                SCHEDULED_EMAIL.STATUS_REASON,
                standing.pause().map(StatusReason::text).orElse(null))
            .set(SCHEDULED_EMAIL.DUE_AT, standing.dueAt().orElse(null))
            .setNull(SCHEDULED_EMAIL.RELEASED_AT)
            .set(SCHEDULED_EMAIL.UPDATED_AT, now)
            .where(
                SCHEDULED_EMAIL.ID.eq(id.value()),
                SCHEDULED_EMAIL.PLANNED_AT.isNotNull(),
                in(
                    Set.of(
                        ScheduledEmailStatus.PAUSED,
                        ScheduledEmailStatus.SCHEDULED,
                        ScheduledEmailStatus.SENDING,
                        ScheduledEmailStatus.HELD)))
            .execute()
        == 1;
  }

  /// One that has not started and has no deliveries.
  boolean delete(Tx tx, ScheduledEmailId id) {
    return tx.dsl()
            .deleteFrom(SCHEDULED_EMAIL)
            .where(SCHEDULED_EMAIL.ID.eq(id.value()), SCHEDULED_EMAIL.STARTED_AT.isNull())
            .execute()
        == 1;
  }

  private static Condition in(Collection<ScheduledEmailStatus> states) {
    return SCHEDULED_EMAIL.STATUS.in(states.stream().map(ScheduledEmailStatus::text).toList());
  }
}
