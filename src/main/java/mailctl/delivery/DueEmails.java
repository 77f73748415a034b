package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.ScheduledEmailStatus;
import mailctl.campaign.StatusReason;
import mailctl.database.BreakableWork;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the emails whose time has come: plans them, or holds those at which a person should look
/// first (so late, or not what a plan promised), or pauses those that cannot go out.
public final class DueEmails {
  private static final Logger LOG = LoggerFactory.getLogger(DueEmails.class);

  /// What a pass did, in emails.
  public record Pass(int planned, int held, int paused) {
    public static final Pass NOTHING = new Pass(0, 0, 0);

    Pass plus(Pass other) {
      return new Pass(planned + other.planned, held + other.held, paused + other.paused);
    }
  }

  /// What becomes of an email whose time has come.
  public enum Verdict {
    SEND,
    HOLD,
    PAUSE
  }

  private final Database database;
  private final BreakableWork breakable;
  private final Emails emails;
  private final Planning planning;
  private final SendPlans plans;
  private final Duration maxLateness;
  private final InstantSource clock;

  DueEmails(
      Database database,
      BreakableWork breakable,
      Emails emails,
      Planning planning,
      SendPlans plans,
      Duration maxLateness,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.breakable = requireNonNull(breakable, "breakable is null");
    this.emails = requireNonNull(emails, "emails is null");
    this.planning = requireNonNull(planning, "planning is null");
    this.plans = requireNonNull(plans, "plans is null");
    this.maxLateness = requireNonNull(maxLateness, "maxLateness is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Looks at no more than `limit` emails, the longest due first, each in a transaction of its own.
  public Pass runOnce(int limit) {
    Instant now = clock.instant();
    List<ScheduledEmailId> due = database.transaction(tx -> emails.store().due(tx, now, limit));
    Pass pass = Pass.NOTHING;
    for (ScheduledEmailId id : due) {
      pass = pass.plus(start(id));
    }
    return pass;
  }

  private Pass start(ScheduledEmailId id) {
    try {
      return breakable.transaction(tx -> start(tx, id)).orElse(Pass.NOTHING);
    } catch (PlanDrifted e) {
      LOG.warn("email={} state=held reason=plan_drift detail=\"{}\"", id, e.drift().words());
      return database.transaction(
          tx -> {
            ScheduledEmail email = emails.lock(tx, id).email();
            boolean held =
                email.status() == ScheduledEmailStatus.SCHEDULED
                    && emails.store().hold(tx, id, StatusReason.Hold.PLAN_DRIFT, clock.instant());
            return new Pass(0, held ? 1 : 0, 0);
          });
    } catch (Refusal e) {
      LOG.warn("email={} state=paused reason=invalid_content detail=\"{}\"", id, e.getMessage());
      return database.transaction(
          tx -> {
            ScheduledEmail email = emails.lock(tx, id).email();
            // What somebody did meanwhile stands.
            return email.status() == ScheduledEmailStatus.SCHEDULED
                ? pause(tx, email, StatusReason.Pause.INVALID_CONTENT)
                : Pass.NOTHING;
          });
    }
  }

  private Pass start(Tx tx, ScheduledEmailId id) {
    EmailInPlace locked = emails.lock(tx, id);
    ScheduledEmail email = locked.email();
    Instant now = clock.instant();
    // Somebody else may have been here between the list and the lock.
    if (email.status() != ScheduledEmailStatus.SCHEDULED
        || email.dueAt().filter(due -> !due.isAfter(now)).isEmpty()) {
      return Pass.NOTHING;
    }
    return switch (verdict(locked, now)) {
      case PAUSE -> pause(tx, email, StatusReason.Pause.EVENT_NOT_LIVE);
      case HOLD -> {
        emails.store().hold(tx, id, StatusReason.Hold.LATE, now);
        LOG.warn("email={} state=held reason=late due={}", id, email.dueAt().get());
        yield new Pass(0, 1, 0);
      }
      case SEND -> {
        int deliveries = send(tx, locked, now);
        LOG.info("email={} state=sending planned={}", id, deliveries);
        yield new Pass(1, 0, 0);
      }
    };
  }

  /// Half sent and given another time, it goes on with its rest.
  private int send(Tx tx, EmailInPlace locked, Instant now) {
    if (locked.email().planned()) {
      emails.store().continueSending(tx, locked.email().id(), now);
      return 0;
    }
    int deliveries = planning.everybody(tx, locked, Optional.empty(), now);
    plans.keepPromise(tx, locked, now);
    return deliveries;
  }

  /// For an email that is due.
  Verdict verdict(EmailInPlace email, Instant now) {
    if (!Emails.isLive(email)) {
      return Verdict.PAUSE;
    }
    return isTooLate(email.email(), now) ? Verdict.HOLD : Verdict.SEND;
  }

  private boolean isTooLate(ScheduledEmail email, Instant now) {
    return email.releasedAt().isEmpty()
        && email.dueAt().filter(due -> due.plus(maxLateness).isBefore(now)).isPresent();
  }

  private Pass pause(Tx tx, ScheduledEmail email, StatusReason.Pause reason) {
    boolean paused = emails.store().pause(tx, email.id(), reason, clock.instant());
    return new Pass(0, 0, paused ? 1 : 0);
  }
}
