package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import mailctl.audience.EventStatus;
import mailctl.audience.EventStore;
import mailctl.audience.OrganizationStore;
import mailctl.database.DatabaseLocation;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// What operators do to emails that are on their way: pause, resume, cancel. What is already so is
/// a success that changed nothing; what can no longer be so is a conflict.
public final class ScheduleControl {
  private final InstantSource clock;
  private final ScheduleLocks locks;
  private final ScheduledEmailStore emails;
  private final ScheduleStore schedule;
  private final Deliveries deliveries;

  public ScheduleControl(
      InstantSource clock,
      DatabaseLocation location,
      EventStore events,
      OrganizationStore organizations,
      Deliveries deliveries) {
    this.clock = requireNonNull(clock, "clock is null");
    this.deliveries = requireNonNull(deliveries, "deliveries is null");
    this.emails = new ScheduledEmailStore();
    this.schedule = new ScheduleStore();
    this.locks = new ScheduleLocks(location, events, organizations, emails);
  }

  /// Stops it until a person resumes it, retries of what was sent included.
  public ScheduleChange pause(Tx tx, ScheduledEmailId id) {
    ScheduledEmail before = locks.email(tx, id).email();
    if (before.pausedFor(StatusReason.Pause.OPERATOR)) {
      return ScheduleChange.none(before);
    }
    if (before.status() == ScheduledEmailStatus.SENT) {
      if (!deliveries.anyWaiting(tx, id)) {
        throw Schedule.conflict(before, "was sent, and no retry is waiting: nothing to pause");
      }
    } else {
      Schedule.refuseFinal(before, "paused");
    }
    emails.pause(tx, id, StatusReason.Pause.OPERATOR, clock.instant());
    return after(tx, before, 0);
  }

  /// Takes a person's pause back: the due time is derived anew, or sending goes on where it was.
  public ScheduleChange resume(Tx tx, ScheduledEmailId id) {
    ScheduleLocks.Locked locked = locks.email(tx, id);
    ScheduledEmail before = locked.email();
    switch (before.status()) {
      case SCHEDULED, SENDING, ACTIVE -> {
        return ScheduleChange.none(before);
      }
      case HELD -> {
        if (before.reason().filter(StatusReason.Hold.CANARY::equals).isEmpty()) {
          throw new Refusal(
              Refusal.Kind.CONFLICT,
              Schedule.name(before) + " is " + before.standing() + ", not paused",
              "send it now: mailctl send --id "
                  + id
                  + "; or give it another time: mailctl schedule"
                  + " move "
                  + id);
        }
        goOn(tx, locked);
      }
      case SENT, FAILED, CANCELLED -> Schedule.refuseFinal(before, "resumed");
      case PAUSED -> resume(tx, locked);
    }
    return after(tx, before, 0);
  }

  private void resume(Tx tx, ScheduleLocks.Locked locked) {
    ScheduledEmail email = locked.email();
    Instant now = clock.instant();
    Trigger trigger = Trigger.parse(email.trigger());
    if (!email.planned()) {
      schedule.settle(tx, email.id(), trigger, locked.event().standing(trigger), now);
    } else {
      goOn(tx, locked);
    }
  }

  private void goOn(Tx tx, ScheduleLocks.Locked locked) {
    ScheduledEmail email = locked.email();
    if (locked.event().event().status() != EventStatus.LIVE) {
      throw Schedule.conflict(email, "waits for its event, which is not live");
    }
    emails.continueSending(tx, email.id(), clock.instant());
    deliveries.overruleCanary(tx, email.id());
  }

  /// Ends it for good: nothing more of it is sent. What was sent already goes on being followed.
  public ScheduleChange cancel(Tx tx, ScheduledEmailId id) {
    ScheduledEmail before = locks.email(tx, id).email();
    switch (before.status()) {
      case CANCELLED -> {
        return ScheduleChange.none(before);
      }
      case SENT, FAILED -> {
        int retries = deliveries.cancelQueued(tx, id);
        if (retries == 0) {
          throw Schedule.conflict(
              before, "is " + before.standing() + ", and no retry is waiting: nothing to cancel");
        }
        return after(tx, before, retries);
      }
      case PAUSED, SCHEDULED, ACTIVE, SENDING, HELD -> {
        emails.cancel(tx, id, clock.instant());
        return after(tx, before, deliveries.cancelQueued(tx, id));
      }
    }
    throw new AssertionError(before.status());
  }

  private ScheduleChange after(Tx tx, ScheduledEmail before, int cancelled) {
    return new ScheduleChange(before, locks.find(tx, before.id()), cancelled);
  }
}
