package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import mailctl.audience.EventStatus;
import mailctl.audience.EventStore;
import mailctl.audience.OrganizationStore;
import mailctl.database.DatabaseLocation;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// What operators do to emails that are on their way: pause, resume, cancel. What is already so is
/// a success that changed nothing; what can no longer be so, or what somebody else changed at the
/// same moment, is a conflict. From the commit on nobody claims what was stopped.
public final class ScheduleControl {
  private final InstantSource clock;
  private final Duration maxLateness;
  private final ScheduleLocks locks;
  private final ScheduledEmailStore emails;
  private final ScheduleStore schedule;
  private final EmailOperationStore operations;
  private final Deliveries deliveries;

  public ScheduleControl(
      InstantSource clock,
      Duration maxLateness,
      DatabaseLocation location,
      EventStore events,
      OrganizationStore organizations,
      Deliveries deliveries) {
    this.clock = requireNonNull(clock, "clock is null");
    this.maxLateness = requireNonNull(maxLateness, "maxLateness is null");
    this.deliveries = requireNonNull(deliveries, "deliveries is null");
    this.emails = new ScheduledEmailStore();
    this.schedule = new ScheduleStore();
    this.operations = new EmailOperationStore();
    this.locks = new ScheduleLocks(location, events, organizations, emails);
  }

  /// What a person did to it last.
  public Optional<EmailOperation> last(Tx tx, ScheduledEmailId id) {
    return operations.last(tx, id);
  }

  /// Stops it until a person resumes it, retries of what was sent included.
  public ScheduleChange pause(Tx tx, ScheduledEmailId id, String who) {
    ScheduleLocks.Locked locked = locks.email(tx, id);
    ScheduledEmail before = locked.email();
    if (before.pausedFor(StatusReason.Pause.OPERATOR)) {
      return ScheduleChange.none(before);
    }
    Schedule.refuseOvertaken(locked);
    if (before.status() == ScheduledEmailStatus.SENT) {
      if (!deliveries.anyWaiting(tx, id)) {
        throw Schedule.conflict(before, "was sent, and no retry is waiting: nothing to pause");
      }
    } else {
      Schedule.refuseFinal(before, "paused", operations.last(tx, id));
    }
    emails.pause(tx, id, StatusReason.Pause.OPERATOR, clock.instant());
    return after(tx, before, EmailOperation.Kind.PAUSED, who, 0);
  }

  /// Takes a person's pause back: the due time is derived anew, or sending goes on with the rest.
  public ScheduleChange resume(Tx tx, ScheduledEmailId id, String who) {
    ScheduleLocks.Locked locked = locks.email(tx, id);
    ScheduledEmail before = locked.email();
    switch (before.status()) {
      case SCHEDULED, SENDING, ACTIVE -> {
        return ScheduleChange.none(before);
      }
      case HELD -> {
        Schedule.refuseOvertaken(locked);
        if (before.reason().filter(StatusReason.Hold.CANARY::equals).isEmpty()) {
          throw new Refusal(
              Refusal.Kind.CONFLICT,
              Schedule.name(before) + " is " + before.standing() + ", not paused",
              "send it as it is now: mailctl send --id "
                  + id
                  + "; or give it another time: mailctl schedule"
                  + " move "
                  + id);
        }
        goOn(tx, locked);
        deliveries.overruleCanary(tx, id);
      }
      case SENT, FAILED, CANCELLED ->
          Schedule.refuseFinal(before, "resumed", operations.last(tx, id));
      case PAUSED -> {
        Schedule.refuseOvertaken(locked);
        resume(tx, locked);
      }
    }
    return after(tx, before, EmailOperation.Kind.RESUMED, who, 0);
  }

  private void resume(Tx tx, ScheduleLocks.Locked locked) {
    ScheduledEmail email = locked.email();
    if (email.planned()) {
      goOn(tx, locked);
      // Who takes a pause back has not seen the verdict, which comes again and is another question.
      if (deliveries.hasFailedCanary(tx, email.id())) {
        emails.hold(tx, email.id(), StatusReason.Hold.CANARY, clock.instant());
      }
      return;
    }
    Instant now = clock.instant();
    Trigger trigger = Trigger.parse(email.trigger());
    Standing standing = locked.event().standing(trigger);
    schedule.settle(tx, email.id(), trigger, standing, now);
    // As the next sweep would, but told to whoever resumes it.
    boolean tooLate =
        standing.status() == ScheduledEmailStatus.SCHEDULED
            && email.releasedAt().isEmpty()
            && standing.dueAt().filter(due -> due.plus(maxLateness).isBefore(now)).isPresent();
    if (tooLate) {
      emails.hold(tx, email.id(), StatusReason.Hold.LATE, now);
    }
  }

  /// However late it is by now: whoever is half way through says so.
  private void goOn(Tx tx, ScheduleLocks.Locked locked) {
    ScheduledEmail email = locked.email();
    if (locked.event().event().status() != EventStatus.LIVE) {
      throw Schedule.conflict(email, "waits for its event, which is not live");
    }
    emails.continueSending(tx, email.id(), clock.instant());
  }

  /// Ends it for good: nothing more of it is sent. What was sent already goes on being followed.
  public ScheduleChange cancel(Tx tx, ScheduledEmailId id, String who) {
    ScheduleLocks.Locked locked = locks.email(tx, id);
    ScheduledEmail before = locked.email();
    if (before.status() == ScheduledEmailStatus.CANCELLED) {
      return ScheduleChange.none(before);
    }
    Schedule.refuseOvertaken(locked);
    boolean finished = before.status().isFinal();
    if (!finished) {
      emails.cancel(tx, id, clock.instant());
    }
    boolean open = deliveries.anyUnderWay(tx, id);
    int waiting = deliveries.cancelQueued(tx, id);
    if (finished && waiting == 0 && !open) {
      throw Schedule.conflict(
          before,
          "is "
              + before.standing()
              + ", no retry is waiting and no request is in doubt: nothing to cancel");
    }
    return after(tx, before, EmailOperation.Kind.CANCELLED, who, waiting);
  }

  private ScheduleChange after(
      Tx tx, ScheduledEmail before, EmailOperation.Kind kind, String who, int cancelled) {
    operations.add(tx, before.id(), kind, who, clock.instant());
    return new ScheduleChange(before, locks.find(tx, before.id()), cancelled);
  }
}
