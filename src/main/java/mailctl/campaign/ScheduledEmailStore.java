package mailctl.campaign;

import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mailctl.audience.EventId;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.ScheduledEmailRecord;
import org.jooq.Condition;
import org.jooq.JSONB;
import org.jooq.UpdateSetMoreStep;
import org.jspecify.annotations.Nullable;

/// Scheduled emails in the database. Every transition is one conditional update that names the
/// states it may leave and says whether it happened, so that of two at once one wins.
public final class ScheduledEmailStore {
  private final ClaimDoorStore door = new ClaimDoorStore();
  private final ExperimentStore experiments = new ExperimentStore();

  /// @throws org.jooq.exception.IntegrityConstraintViolationException when the event has one of
  ///   that name
  public ScheduledEmailId insert(
      Tx tx, EventId event, Draft draft, Standing standing, Instant now) {
    return insert(tx, event, draft, Optional.empty(), standing, now);
  }

  /// @param item of a template, which it is made from
  ScheduledEmailId insert(
      Tx tx, EventId event, Draft draft, Optional<Long> item, Standing standing, Instant now) {
    ScheduledEmailId id = insertRow(tx, event, draft, item, standing, now);
    if (!draft.experiment().isNone()) {
      experiments.write(tx, id, draft.experiment());
    }
    return id;
  }

  private static ScheduledEmailId insertRow(
      Tx tx, EventId event, Draft draft, Optional<Long> item, Standing standing, Instant now) {
    EmailContent content = draft.content();
    return tx.dsl()
        .insertInto(SCHEDULED_EMAIL)
        .set(SCHEDULED_EMAIL.EVENT_ID, event.value())
        .set(SCHEDULED_EMAIL.TEMPLATE_ITEM_ID, item.orElse(null))
        .set(SCHEDULED_EMAIL.NAME, draft.name())
        .set(SCHEDULED_EMAIL.KIND, draft.kind().text())
        .set(SCHEDULED_EMAIL.STATUS, standing.status().text())
        .set(SCHEDULED_EMAIL.STATUS_REASON, standing.pause().map(StatusReason::text).orElse(null))
        .set(SCHEDULED_EMAIL.SUBJECT, content.subject())
        .set(SCHEDULED_EMAIL.HTML, content.html())
        .set(SCHEDULED_EMAIL.TEXT, content.text())
        .set(SCHEDULED_EMAIL.FILTER, JSONB.valueOf(content.filter()))
        .set(SCHEDULED_EMAIL.TRIGGER, draft.trigger().text())
        .set(SCHEDULED_EMAIL.DUE_AT, standing.dueAt().orElse(null))
        .set(SCHEDULED_EMAIL.CREATED_AT, now)
        .set(SCHEDULED_EMAIL.UPDATED_AT, now)
        .returningResult(SCHEDULED_EMAIL.ID)
        .fetchSingle(row -> new ScheduledEmailId(row.value1()));
  }

  public Optional<ScheduledEmail> find(Tx tx, ScheduledEmailId id) {
    return tx.dsl()
        .selectFrom(SCHEDULED_EMAIL)
        .where(SCHEDULED_EMAIL.ID.eq(id.value()))
        .fetchOptional(ScheduledEmailStore::email);
  }

  /// Finds and locks it until the end of the transaction; others may still refer to it.
  public Optional<ScheduledEmail> lock(Tx tx, ScheduledEmailId id) {
    return tx.dsl()
        .selectFrom(SCHEDULED_EMAIL)
        .where(SCHEDULED_EMAIL.ID.eq(id.value()))
        .forNoKeyUpdate()
        .fetchOptional(ScheduledEmailStore::email);
  }

  /// Those whose time has come, earliest first. Whether the event is live and the email not too
  /// late is for the caller to look at, under the lock.
  public List<ScheduledEmailId> due(Tx tx, Instant now, int limit) {
    return tx.dsl()
        .select(SCHEDULED_EMAIL.ID)
        .from(SCHEDULED_EMAIL)
        .where(in(ScheduledEmailStatus.SCHEDULED), SCHEDULED_EMAIL.DUE_AT.le(now))
        .orderBy(SCHEDULED_EMAIL.DUE_AT, SCHEDULED_EMAIL.ID)
        .limit(limit)
        .fetch(row -> new ScheduledEmailId(row.value1()));
  }

  /// Those that are being sent, in id order.
  public List<ScheduledEmailId> open(Tx tx) {
    return tx.dsl()
        .select(SCHEDULED_EMAIL.ID)
        .from(SCHEDULED_EMAIL)
        .where(in(ScheduledEmailStatus.SENDING))
        .orderBy(SCHEDULED_EMAIL.ID)
        .fetch(row -> new ScheduledEmailId(row.value1()));
  }

  /// When the next one falls due; may be in the past.
  public Optional<Instant> nextDue(Tx tx) {
    return tx.dsl()
        .select(min(SCHEDULED_EMAIL.DUE_AT))
        .from(SCHEDULED_EMAIL)
        .where(in(ScheduledEmailStatus.SCHEDULED))
        .fetchOptional(min(SCHEDULED_EMAIL.DUE_AT));
  }

  /// The first delivery was planned: from here on the content is frozen. The status stays. Leaves
  /// every state but cancelled.
  public boolean markStarted(Tx tx, ScheduledEmailId id, Instant now) {
    return happened(
        change(tx, now).set(SCHEDULED_EMAIL.STARTED_AT, now),
        id,
        SCHEDULED_EMAIL
            .STATUS
            .ne(ScheduledEmailStatus.CANCELLED.text())
            .and(SCHEDULED_EMAIL.STARTED_AT.isNull()));
  }

  /// The whole audience was planned. Leaves scheduled and held, and paused unless the event is not
  /// live.
  public boolean markSending(Tx tx, ScheduledEmailId id, Instant now) {
    Condition pausedByChoice =
        in(ScheduledEmailStatus.PAUSED)
            .and(SCHEDULED_EMAIL.STATUS_REASON.ne(StatusReason.Pause.EVENT_NOT_LIVE.text()));
    return happened(
        state(change(tx, now), ScheduledEmailStatus.SENDING, null)
            .set(SCHEDULED_EMAIL.STARTED_AT, coalesce(SCHEDULED_EMAIL.STARTED_AT, val(now)))
            .set(SCHEDULED_EMAIL.PLANNED_AT, coalesce(SCHEDULED_EMAIL.PLANNED_AT, val(now))),
        id,
        in(ScheduledEmailStatus.SCHEDULED, ScheduledEmailStatus.HELD).or(pausedByChoice));
  }

  /// Leaves sending.
  public boolean markSent(Tx tx, ScheduledEmailId id, Instant now) {
    return happened(
        state(change(tx, now), ScheduledEmailStatus.SENT, null)
            .set(SCHEDULED_EMAIL.FINISHED_AT, now),
        id,
        in(ScheduledEmailStatus.SENDING));
  }

  /// Leaves sending.
  public boolean markFailed(Tx tx, ScheduledEmailId id, StatusReason.Failure reason, Instant now) {
    return happened(
        state(change(tx, now), ScheduledEmailStatus.FAILED, reason)
            .set(SCHEDULED_EMAIL.FINISHED_AT, now),
        id,
        in(ScheduledEmailStatus.SENDING));
  }

  /// The provider turned out to have taken some of it. Leaves failed.
  public boolean markSentAfterAll(Tx tx, ScheduledEmailId id, Instant now) {
    return happened(
        state(change(tx, now), ScheduledEmailStatus.SENT, null),
        id,
        in(ScheduledEmailStatus.FAILED));
  }

  /// Waits for a person. Leaves scheduled and sending.
  public boolean hold(Tx tx, ScheduledEmailId id, StatusReason.Hold reason, Instant now) {
    door.close(tx, id);
    return happened(
        state(change(tx, now), ScheduledEmailStatus.HELD, reason),
        id,
        in(ScheduledEmailStatus.SCHEDULED, ScheduledEmailStatus.SENDING));
  }

  /// Leaves scheduled, active, held, sending and sent (whose retries wait, then), and another
  /// pause; a person's pause gives way to no other.
  public boolean pause(Tx tx, ScheduledEmailId id, StatusReason.Pause reason, Instant now) {
    door.close(tx, id);
    Condition weakerPause =
        in(ScheduledEmailStatus.PAUSED)
            .and(
                SCHEDULED_EMAIL.STATUS_REASON.notIn(
                    StatusReason.Pause.OPERATOR.text(), reason.text()));
    return happened(
        state(change(tx, now), ScheduledEmailStatus.PAUSED, reason)
            .setNull(SCHEDULED_EMAIL.FINISHED_AT),
        id,
        in(
                ScheduledEmailStatus.SCHEDULED,
                ScheduledEmailStatus.ACTIVE,
                ScheduledEmailStatus.HELD,
                ScheduledEmailStatus.SENDING,
                ScheduledEmailStatus.SENT)
            .or(weakerPause));
  }

  /// Goes on with the rest of what was planned before: now, or at its time when it was given
  /// another one meanwhile and nobody has said that it goes whenever that is. Leaves paused, held
  /// and scheduled.
  public boolean continueSending(Tx tx, ScheduledEmailId id, Instant now) {
    return happened(
        change(tx, now)
            .set(
                SCHEDULED_EMAIL.STATUS,
                when(
                        SCHEDULED_EMAIL.DUE_AT.gt(now).and(SCHEDULED_EMAIL.RELEASED_AT.isNull()),
                        ScheduledEmailStatus.SCHEDULED.text())
                    .otherwise(ScheduledEmailStatus.SENDING.text()))
            .setNull(SCHEDULED_EMAIL.STATUS_REASON),
        id,
        in(ScheduledEmailStatus.PAUSED, ScheduledEmailStatus.HELD, ScheduledEmailStatus.SCHEDULED)
            .and(SCHEDULED_EMAIL.PLANNED_AT.isNotNull()));
  }

  /// Leaves everything but what is finished or cancelled.
  public boolean cancel(Tx tx, ScheduledEmailId id, Instant now) {
    door.close(tx, id);
    return happened(
        state(change(tx, now), ScheduledEmailStatus.CANCELLED, null),
        id,
        in(
            ScheduledEmailStatus.PAUSED,
            ScheduledEmailStatus.SCHEDULED,
            ScheduledEmailStatus.ACTIVE,
            ScheduledEmailStatus.HELD,
            ScheduledEmailStatus.SENDING));
  }

  /// A person says that it goes out however late it is. The status stays.
  public void release(Tx tx, ScheduledEmailId id, Instant now) {
    change(tx, now)
        .set(SCHEDULED_EMAIL.RELEASED_AT, now)
        .where(SCHEDULED_EMAIL.ID.eq(id.value()))
        .execute();
  }

  private static UpdateSetMoreStep<ScheduledEmailRecord> change(Tx tx, Instant now) {
    return tx.dsl().update(SCHEDULED_EMAIL).set(SCHEDULED_EMAIL.UPDATED_AT, now);
  }

  private static UpdateSetMoreStep<ScheduledEmailRecord> state(
      UpdateSetMoreStep<ScheduledEmailRecord> update,
      ScheduledEmailStatus status,
      @Nullable StatusReason reason) {
    UpdateSetMoreStep<ScheduledEmailRecord> changed =
        update.set(SCHEDULED_EMAIL.STATUS, status.text());
    return reason == null
        ? changed.setNull(SCHEDULED_EMAIL.STATUS_REASON)
        : changed.set(SCHEDULED_EMAIL.STATUS_REASON, reason.text());
  }

  private static boolean happened(
      UpdateSetMoreStep<ScheduledEmailRecord> update, ScheduledEmailId id, Condition from) {
    return update.where(SCHEDULED_EMAIL.ID.eq(id.value()), from).execute() == 1;
  }

  private static Condition in(ScheduledEmailStatus... states) {
    // Written out, not bound: the planner must see that a partial index fits.
    return SCHEDULED_EMAIL.STATUS.in(
        Arrays.stream(states).map(each -> inline(each.text())).toList());
  }

  static ScheduledEmail email(ScheduledEmailRecord row) {
    ScheduledEmailStatus status = ScheduledEmailStatus.of(row.getStatus());
    return new ScheduledEmail(
        new ScheduledEmailId(row.getId()),
        new EventId(row.getEventId()),
        row.getName(),
        EmailKind.of(row.getKind()),
        status,
        StatusReason.of(status, Optional.ofNullable(row.getStatusReason())),
        new EmailContent(row.getSubject(), row.getHtml(), row.getText(), row.getFilter().data()),
        row.getTrigger(),
        Optional.ofNullable(row.getDueAt()),
        Optional.ofNullable(row.getReleasedAt()),
        Optional.ofNullable(row.getStartedAt()),
        Optional.ofNullable(row.getPlannedAt()),
        Optional.ofNullable(row.getFinishedAt()));
  }
}
