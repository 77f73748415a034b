package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mailctl.audience.Event;
import mailctl.audience.EventId;
import mailctl.audience.EventStatus;
import mailctl.audience.EventStore;
import mailctl.audience.OrganizationStore;
import mailctl.database.DatabaseLocation;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// Changes an event and everything on its schedule that follows from it: emails that are not
/// planned yet move with its dates, wait when a date is missing or the event is not live, and come
/// back when it is again, held when they are too late by then.
public final class EventUpdate {
  /// The event before and after, and the emails that changed with it.
  public record Result(Event before, Event after, List<ScheduleChange> emails) {
    public Result {
      requireNonNull(before, "before is null");
      requireNonNull(after, "after is null");
      emails = List.copyOf(emails);
    }
  }

  private final InstantSource clock;
  private final Duration maxLateness;
  private final EventStore events;
  private final ScheduleLocks locks;
  private final ScheduledEmailStore emails;
  private final ScheduleStore schedule;
  private final Deliveries deliveries;
  private final FollowStore follow = new FollowStore();

  public EventUpdate(
      InstantSource clock,
      Duration maxLateness,
      DatabaseLocation location,
      EventStore events,
      OrganizationStore organizations,
      Deliveries deliveries) {
    this.clock = requireNonNull(clock, "clock is null");
    this.maxLateness = requireNonNull(maxLateness, "maxLateness is null");
    this.events = requireNonNull(events, "events is null");
    this.deliveries = requireNonNull(deliveries, "deliveries is null");
    this.emails = new ScheduledEmailStore();
    this.schedule = new ScheduleStore();
    this.locks = new ScheduleLocks(location, events, organizations, emails);
  }

  /// Changes the given fields alone: `status`, `title`, `event_date`, `attributes.parking`, …; an
  /// empty text clears one. A date may be "2026-12-12", "today" or "in 18 days".
  ///
  /// @throws Refusal NOT_FOUND for the event, USAGE for a field or its value
  public Result update(Tx tx, EventId id, Map<String, String> fields) {
    Instant now = clock.instant();
    EventInZone before = locks.event(tx, id);
    var _ = events.update(tx, id, EventDates.written(fields, before.today(now)));
    EventInZone after = locks.event(tx, id);
    return new Result(before.event(), after.event(), follow(tx, after, now));
  }

  /// Derives the schedule of an event anew, for whoever changed the event or its zone by other
  /// means.
  public List<ScheduleChange> follow(Tx tx, EventId id) {
    return follow(tx, locks.event(tx, id), clock.instant());
  }

  private List<ScheduleChange> follow(Tx tx, EventInZone event, Instant now) {
    List<ScheduleChange> changes = new ArrayList<>();
    for (ScheduledEmail email : schedule.lockAll(tx, event.event().id())) {
      if (email.planned()) {
        followPlanned(tx, email, event.event().status() == EventStatus.LIVE, now);
      } else {
        followUnplanned(tx, email, event, now);
      }
      ScheduleChange change = new ScheduleChange(email, locks.find(tx, email.id()), 0);
      if (change.changed()) {
        changes.add(change);
      }
    }
    follow.markFollowed(tx, event.event().id());
    return changes;
  }

  private void followPlanned(Tx tx, ScheduledEmail email, boolean live, Instant now) {
    switch (email.status()) {
      case PAUSED -> {
        if (live && email.pausedFor(StatusReason.Pause.EVENT_NOT_LIVE)) {
          emails.continueSending(tx, email.id(), now);
        }
      }
      // Scheduled: half sent, and given another time.
      case SENDING, HELD, SCHEDULED -> {
        if (!live) {
          emails.pause(tx, email.id(), StatusReason.Pause.EVENT_NOT_LIVE, now);
        }
      }
      case SENT -> {
        if (!live && deliveries.anyWaiting(tx, email.id())) {
          emails.pause(tx, email.id(), StatusReason.Pause.EVENT_NOT_LIVE, now);
        }
      }
      case ACTIVE, FAILED, CANCELLED -> {}
    }
  }

  private void followUnplanned(Tx tx, ScheduledEmail email, EventInZone event, Instant now) {
    Trigger trigger;
    try {
      trigger = Trigger.parse(email.trigger());
    } catch (Refusal e) {
      // Written by another application; editing it mends that.
      emails.pause(tx, email.id(), StatusReason.Pause.INVALID_CONTENT, now);
      return;
    }
    Standing standing = Schedule.keepPause(email, event.standing(trigger));
    boolean stays =
        standing.status() == email.status()
            && standing.dueAt().equals(email.dueAt())
            && standing.pause().<StatusReason>map(why -> why).equals(email.reason());
    boolean heldForAPerson =
        email.status() == ScheduledEmailStatus.HELD
            && standing.status() == ScheduledEmailStatus.SCHEDULED
            && standing.dueAt().equals(email.dueAt());
    if (stays || heldForAPerson) {
      return;
    }
    if (email.status() == ScheduledEmailStatus.ACTIVE && standing.pause().isPresent()) {
      // What of it is being claimed is claimed first.
      emails.pause(tx, email.id(), standing.pause().get(), now);
      return;
    }
    schedule.settle(tx, email.id(), trigger, standing, now);
    if (tooLate(email, standing, now) || overslept(email, standing, now)) {
      emails.hold(tx, email.id(), StatusReason.Hold.LATE, now);
    }
  }

  private boolean tooLate(ScheduledEmail email, Standing standing, Instant now) {
    return standing.status() == ScheduledEmailStatus.SCHEDULED
        && email.releasedAt().isEmpty()
        && standing.dueAt().filter(due -> due.plus(maxLateness).isBefore(now)).isPresent();
  }

  /// Its time came while the event was not live. One without a time until now was left to us to be
  /// dated by whoever put it in.
  private static boolean overslept(ScheduledEmail email, Standing standing, Instant now) {
    return email.pausedFor(StatusReason.Pause.EVENT_NOT_LIVE)
        && email.dueAt().isPresent()
        && email.releasedAt().isEmpty()
        && standing.isOverdue(now);
  }
}
