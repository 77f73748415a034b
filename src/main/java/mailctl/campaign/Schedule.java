package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailctl.audience.EventId;
import mailctl.audience.EventStore;
import mailctl.audience.OrganizationStore;
import mailctl.database.DatabaseLocation;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// The scheduled emails of events, as operators write them: create, list, show, edit, move, delete.
/// What has started is edited no more; of what was planned a person may move the rest. Everything
/// here refuses with a `Refusal` and then has changed nothing.
public final class Schedule {
  private final InstantSource clock;
  private final ScheduleLocks locks;
  private final ScheduledEmailStore emails;
  private final ScheduleStore schedule;
  private final Deliveries deliveries;
  private final EmailOperationStore operations = new EmailOperationStore();
  private final ContentRules rules = new ContentRules();
  private final PartialStore partials = new PartialStore();
  private final ExperimentStore experiments = new ExperimentStore();

  public Schedule(
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

  /// Puts an email on the schedule: paused when its event is not live or lacks the date that the
  /// trigger counts from.
  public ScheduledEmail create(Tx tx, EventId eventId, Draft draft) {
    EventInZone event = locks.event(tx, eventId);
    refuseName(tx, eventId, draft.name());
    Draft checked = rules.check(draft, partials.of(tx, eventId));
    Instant now = clock.instant();
    Standing standing = event.standing(checked.trigger());
    return locks.find(tx, emails.insert(tx, eventId, checked, standing, now));
  }

  /// By due time; of all events and in any state when nothing is said.
  public List<ScheduledEmail> list(
      Tx tx, Optional<EventId> event, Set<ScheduledEmailStatus> states) {
    return schedule.list(tx, event, states);
  }

  /// @throws Refusal of kind NOT_FOUND
  public ScheduledEmail show(Tx tx, ScheduledEmailId id) {
    return locks.find(tx, id);
  }

  /// Changes what has not started.
  public ScheduleChange edit(Tx tx, ScheduledEmailId id, EmailChange change) {
    ScheduledEmail before = locks.email(tx, id).email();
    refuseFinal(before, "edited");
    if (before.started()) {
      throw conflict(before, "has started sending; its content is frozen");
    }
    Draft draft =
        rules.check(
            new Draft(
                change.name().orElse(before.name()),
                change.kind().orElse(before.kind()),
                rules.merge(before.content(), change),
                Trigger.parse(before.trigger()),
                change.experiment().orElseGet(() -> experiments.of(tx, id))),
            partials.of(tx, before.event()));
    if (!draft.name().equals(before.name())) {
      refuseName(tx, before.event(), draft.name());
    }
    schedule.rewrite(tx, id, draft, clock.instant());
    change.experiment().ifPresent(it -> experiments.write(tx, id, it));
    return new ScheduleChange(before, locks.find(tx, id), 0);
  }

  /// As the other, by a person, who may also give another time to the rest of what is half sent: it
  /// waits until then, retries included; what is under way goes on.
  public ScheduleChange move(Tx tx, ScheduledEmailId id, Trigger trigger, String who) {
    ScheduleLocks.Locked locked = locks.email(tx, id);
    ScheduledEmail before = locked.email();
    refuseOvertaken(locked);
    refuseFinal(before, "moved", operations.last(tx, id));
    ScheduleChange change =
        before.planned() ? moveRest(tx, locked, trigger) : move(tx, id, trigger);
    operations.add(tx, id, EmailOperation.Kind.MOVED, who, clock.instant());
    return change;
  }

  private ScheduleChange moveRest(Tx tx, ScheduleLocks.Locked locked, Trigger trigger) {
    ScheduledEmail before = locked.email();
    ScheduledEmailId id = before.id();
    if (before.reason().filter(StatusReason.Hold.CANARY::equals).isPresent()) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          name(before) + " is " + before.standing() + "; it cannot be moved before that is decided",
          "mailctl schedule resume " + id + ", or cancel it");
    }
    if (!deliveries.anyWaiting(tx, id)) {
      throw conflict(before, "has gone out to everybody: nothing is left to be moved");
    }
    Standing standing = keepPause(before, locked.event().standing(trigger));
    if (standing.dueAt().isEmpty()) {
      throw conflict(before, "is half sent, and its event has no such date: nothing was moved");
    }
    if (!schedule.postpone(tx, id, trigger, standing, clock.instant())) {
      throw conflict(before, "is " + before.standing() + "; it cannot be moved");
    }
    return new ScheduleChange(before, locks.find(tx, id), 0);
  }

  /// Another trigger, or another time: what was held for being late goes back on the schedule; what
  /// a person paused stays paused.
  public ScheduleChange move(Tx tx, ScheduledEmailId id, Trigger trigger) {
    ScheduleLocks.Locked locked = locks.email(tx, id);
    ScheduledEmail before = locked.email();
    refuseFinal(before, "moved");
    if (before.planned()) {
      throw conflict(before, "has been planned for its whole audience; it cannot be moved");
    }
    if (trigger instanceof Trigger.On && !experiments.of(tx, id).isNone()) {
      throw conflict(before, "has variants: what goes out " + trigger.text() + " has one version");
    }
    boolean standsReady = before.answers().isPresent() || trigger instanceof Trigger.On;
    if (standsReady && !trigger.text().equals(before.trigger()) && deliveries.hasAny(tx, id)) {
      throw conflict(before, "has gone out to some already; make another one for another trigger");
    }
    Standing standing = keepPause(before, locked.event().standing(trigger));
    if (!schedule.settle(tx, id, trigger, standing, clock.instant())) {
      throw conflict(before, "is " + before.standing() + "; it cannot be moved");
    }
    return new ScheduleChange(before, locks.find(tx, id), 0);
  }

  /// Takes away what has not started and has no deliveries; what has is cancelled instead, so that
  /// its history stays.
  public ScheduledEmail delete(Tx tx, ScheduledEmailId id) {
    ScheduledEmail before = locks.email(tx, id).email();
    if (before.answers().isPresent()) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          name(before) + " is a standing email and is not deleted",
          "mailctl schedule pause " + id + ", or cancel it for good");
    }
    if (before.started() || deliveries.hasAny(tx, id)) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          name(before) + " has started; its history stays",
          "mailctl schedule cancel " + id);
    }
    schedule.delete(tx, id);
    return before;
  }

  static Standing keepPause(ScheduledEmail email, Standing standing) {
    return email.pausedFor(StatusReason.Pause.OPERATOR)
        ? Standing.paused(StatusReason.Pause.OPERATOR, standing.dueAt())
        : standing;
  }

  static void refuseFinal(ScheduledEmail email, String done) {
    switch (email.status()) {
      case SENT, FAILED, CANCELLED ->
          throw conflict(email, "is " + email.standing() + "; it cannot be " + done);
      case PAUSED, SCHEDULED, ACTIVE, SENDING, HELD -> {}
    }
  }

  /// As above, and says who made it so, and when.
  static void refuseFinal(ScheduledEmail email, String done, Optional<EmailOperation> last) {
    if (email.status() == ScheduledEmailStatus.CANCELLED && last.isPresent()) {
      throw conflict(email, "was " + last.get().words() + "; it cannot be " + done);
    }
    refuseFinal(email, done);
  }

  /// Of two people at once one is first, and the other looks again before undoing it.
  static void refuseOvertaken(ScheduleLocks.Locked locked) {
    locked
        .overtaken()
        .ifPresent(
            first -> {
              ScheduledEmail email = locked.email();
              throw new Refusal(
                  Refusal.Kind.CONFLICT,
                  name(email)
                      + " was just "
                      + first.words()
                      + " and is "
                      + email.standing()
                      + "; nothing was changed",
                  "mailctl schedule show " + email.id() + ", and again if you still mean it");
            });
  }

  static Refusal conflict(ScheduledEmail email, String why) {
    return new Refusal(Refusal.Kind.CONFLICT, name(email) + " " + why);
  }

  static String name(ScheduledEmail email) {
    return "scheduled email " + email.id() + " '" + email.name() + "'";
  }

  private void refuseName(Tx tx, EventId event, String name) {
    schedule
        .find(tx, event, name)
        .ifPresent(
            other -> {
              throw new Refusal(
                  Refusal.Kind.CONFLICT,
                  "the event has a scheduled email '" + name + "' already: " + other.id(),
                  "choose another name, or: mailctl schedule edit " + other.id());
            });
  }
}
