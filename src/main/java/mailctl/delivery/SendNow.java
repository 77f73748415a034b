package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import mailctl.audience.RegistrationId;
import mailctl.campaign.EmailOperationStore;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.ScheduledEmailStatus;
import mailctl.campaign.StatusReason;
import mailctl.database.BreakableWork;
import mailctl.database.Database;
import mailctl.database.NotYet;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// Sends one email because a person said so, whatever the time is. Going on where another run
/// stopped is the same command again.
public final class SendNow {
  /// No wait is longer without a look at whether somebody says stop.
  private static final Duration NAP = Duration.ofMillis(200);

  /// How often one who waits for the verdict of a canary looks.
  private static final Duration LOOK = Duration.ofSeconds(2);

  /// In two steps, or not.
  ///
  /// @param share that goes first, instead of what is configured; none: everybody at once
  /// @param waits whether to wait for the verdict and go on
  public record CanaryWish(Optional<Share> share, boolean waits) {
    public static final CanaryWish AS_CONFIGURED = new CanaryWish(Optional.empty(), false);

    public CanaryWish {
      requireNonNull(share, "share is null");
    }
  }

  /// How a wait is spent; tests do not wait.
  public interface Wait {
    void until(Duration time) throws InterruptedException;
  }

  private final Database database;
  private final BreakableWork breakable;
  private final Emails emails;
  private final EmailOperationStore operations = new EmailOperationStore();
  private final Planning planning;
  private final SendPlans plans;
  private final Membership membership;
  private final Dispatch dispatch;
  private final Canaries canaries;
  private final Experiments experiments;
  private final ProgressStore progress;
  private final ClaimStore claims;
  private final Duration maxWait;
  private final Wait wait;
  private final InstantSource clock;

  SendNow(
      Database database,
      BreakableWork breakable,
      Emails emails,
      Planning planning,
      SendPlans plans,
      Membership membership,
      Dispatch dispatch,
      Canaries canaries,
      Experiments experiments,
      ProgressStore progress,
      ClaimStore claims,
      Duration maxWait,
      Wait wait,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.breakable = requireNonNull(breakable, "breakable is null");
    this.emails = requireNonNull(emails, "emails is null");
    this.planning = requireNonNull(planning, "planning is null");
    this.plans = requireNonNull(plans, "plans is null");
    this.membership = requireNonNull(membership, "membership is null");
    this.dispatch = requireNonNull(dispatch, "dispatch is null");
    this.canaries = requireNonNull(canaries, "canaries is null");
    this.experiments = requireNonNull(experiments, "experiments is null");
    this.progress = requireNonNull(progress, "progress is null");
    this.claims = requireNonNull(claims, "claims is null");
    this.maxWait = requireNonNull(maxWait, "maxWait is null");
    this.wait = requireNonNull(wait, "wait is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Plans what is not planned yet and sends what is due.
  ///
  /// @param only this registration alone, or everybody
  /// @throws Refusal when the email does not exist or is not to be sent; nothing has changed then
  public SendReport send(ScheduledEmailId id, Optional<RegistrationId> only) {
    return send(id, only, CanaryWish.AS_CONFIGURED);
  }

  /// As the other, in two steps if so wished.
  public SendReport send(ScheduledEmailId id, Optional<RegistrationId> only, CanaryWish wish) {
    Optional<Integer> planned = breakable.transaction(tx -> plan(tx, id, only, wish.share()));
    Dispatched run = planned.isPresent() ? inSteps(id, wish.waits()) : Dispatched.NOTHING;
    return database.transaction(tx -> report(tx, id, only, planned, run));
  }

  /// Sends exactly what was planned under that id, or refuses and sends nothing. Again, it goes on.
  public SendReport send(long plan, CanaryWish wish) {
    ScheduledEmailId id = database.transaction(tx -> plans.email(tx, plan));
    Optional<Integer> planned = breakable.transaction(tx -> plan(tx, id, plan, wish.share()));
    Dispatched run = planned.isPresent() ? inSteps(id, wish.waits()) : Dispatched.NOTHING;
    return database.transaction(tx -> report(tx, id, Optional.empty(), planned, run));
  }

  private int plan(Tx tx, ScheduledEmailId id, long plan, Optional<Share> canary) {
    EmailInPlace locked = emails.lock(tx, id);
    boolean applied = plans.isApplied(tx, plan);
    if (locked.email().planned() && !applied) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          name(locked.email()) + " was planned before, not as plan " + plan + " says",
          "mailctl inspect emails --id " + id);
    }
    int planned = plan(tx, id, Optional.empty(), canary);
    if (!applied) {
      plans.apply(tx, locked, plan, clock.instant());
    }
    return planned;
  }

  /// Takes no more work, for good: what is being called is settled first. `send` returns soon, with
  /// a report of how far it came.
  public void stop() {
    dispatch.stop();
  }

  /// What `send` would plan; nothing is sent and nothing stays.
  public SendReport rehearse(ScheduledEmailId id, Optional<RegistrationId> only, CanaryWish wish) {
    return database.rehearse(
        tx -> {
          int planned = plan(tx, id, only, wish.share());
          return report(tx, id, only, Optional.of(planned), Dispatched.NOTHING);
        });
  }

  private int plan(
      Tx tx, ScheduledEmailId id, Optional<RegistrationId> only, Optional<Share> canary) {
    EmailInPlace locked = emails.lock(tx, id);
    refuseUnlessSendable(tx, locked, only.isPresent());
    if (only.isPresent()) {
      return planOne(tx, locked, only.get());
    }
    ScheduledEmail email = locked.email();
    if (!email.planned()) {
      emails.store().release(tx, id, clock.instant());
      return planning.everybody(tx, locked, canary, clock.instant());
    }
    if (canary.filter(share -> !share.isNone()).isPresent()) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          name(email) + " was planned before: it is too late to choose who goes first",
          "mailctl send --id " + id);
    }
    boolean stopped = isWaiting(email);
    if (stopped) {
      emails.store().release(tx, id, clock.instant());
      emails.store().continueSending(tx, id, clock.instant());
    }
    // To go on is a person's word against the verdict; to wait no longer must be said.
    if (canary.isPresent() || (stopped && canaries.hasFailed(tx, id))) {
      canaries.release(tx, id);
    }
    return 0;
  }

  private int planOne(Tx tx, EmailInPlace locked, RegistrationId only) {
    membership.registration(tx, locked, only);
    if (isWaiting(locked.email())) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          name(locked.email()) + " is " + locked.email().standing(),
          "mailctl schedule show " + locked.email().id());
    }
    if (canaries.holdsBack(tx, locked.email().id(), only)) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "registration "
              + only
              + " waits for what becomes of the first recipients of "
              + name(locked.email()),
          "mailctl schedule show " + locked.email().id());
    }
    if (experiments.waits(tx, locked.email().id(), only)) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "registration "
              + only
              + " waits until it is decided which variant of "
              + name(locked.email())
              + " goes to the rest",
          "mailctl schedule variants " + locked.email().id());
    }
    if (progress.isPlanned(tx, locked.email().id(), only)) {
      return 0;
    }
    // Nothing is written down for who is skipped: they may be mailed with the rest, later.
    membership
        .objection(tx, locked, only)
        .ifPresent(
            objection -> {
              throw new Refusal(
                  objection.kind(),
                  "registration " + only + " " + objection.words(),
                  "mailctl recipients --id " + locked.email().id());
            });
    return planning.one(tx, locked, only, clock.instant());
  }

  /// Stopped, or half sent and given another time for the rest.
  private static boolean isWaiting(ScheduledEmail email) {
    return email.status() == ScheduledEmailStatus.PAUSED
        || email.status() == ScheduledEmailStatus.HELD
        || (email.status() == ScheduledEmailStatus.SCHEDULED && email.planned());
  }

  private static String name(ScheduledEmail email) {
    return "scheduled email " + email.id() + " (" + email.name() + ")";
  }

  private void refuseUnlessSendable(Tx tx, EmailInPlace locked, boolean alone) {
    ScheduledEmail email = locked.email();
    String by = operations.last(tx, email.id()).map(it -> ", " + it.words()).orElse("");
    String name = name(email);
    if (email.answers().isPresent()) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          name + " is a standing email: it goes out " + email.trigger() + ", to those concerned",
          "mailctl inspect deliveries --id " + email.id());
    }
    if (!Emails.isLive(locked)) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          name
              + " is not sent: its event "
              + locked.event().slug()
              + " is "
              + locked.event().status().name().toLowerCase(Locale.ROOT),
          "mailctl event go-live " + locked.event().slug());
    }
    if (email.status() == ScheduledEmailStatus.CANCELLED) {
      throw new Refusal(
          Refusal.Kind.CONFLICT, name + " is cancelled" + by, "mailctl schedule create");
    }
    // What was paused for a missing date may go out on a person's word, but not one by one: a claim
    // passes over the deliveries of whatever is paused or held.
    boolean stopped =
        email.pausedFor(StatusReason.Pause.OPERATOR)
            || email.pausedFor(StatusReason.Pause.EVENT_NOT_LIVE)
            || (alone && email.status() == ScheduledEmailStatus.PAUSED);
    if (stopped) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          name + " is " + email.standing() + by,
          "mailctl schedule resume " + email.id());
    }
    if (alone && email.status() == ScheduledEmailStatus.HELD) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          name + " is " + email.standing(),
          "mailctl send --id " + email.id() + ", which releases it for everybody");
    }
  }

  /// While a canary is out, only those who go first are sent; the rest goes when the verdict is in.
  private Dispatched inSteps(ScheduledEmailId id, boolean waits) {
    canaries.judge(id);
    experiments.look(id);
    Dispatched done = dispatchPatiently(id);
    while (done.halt().isEmpty() && !dispatch.isStopping() && canaries.isProbing(id)) {
      boolean decided = !canaries.judge(id).equals(Canaries.Pass.NOTHING);
      if (!decided && !(waits && rested(LOOK))) {
        return done;
      }
      done = done.plus(dispatchPatiently(id));
    }
    return done;
  }

  /// False when somebody says stop.
  private boolean rested(Duration time) {
    try {
      Duration left = time;
      while (left.isPositive() && !dispatch.isStopping()) {
        Duration nap = left.compareTo(NAP) < 0 ? left : NAP;
        wait.until(nap);
        left = left.minus(nap);
      }
      return !dispatch.isStopping();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Waits for the provider's sake, but no longer than allowed in all.
  private Dispatched dispatchPatiently(ScheduledEmailId id) {
    Instant giveUpAt = clock.instant().plus(maxWait);
    Dispatched done = Dispatched.NOTHING;
    while (true) {
      done = done.withoutHalt().plus(dispatch.email(id));
      Optional<Halt> halt = done.halt();
      if (halt.isEmpty() || halt.get().cause().stopsTheRun()) {
        return done;
      }
      Duration pause = halt.get().pause();
      if (clock.instant().plus(pause).isAfter(giveUpAt)) {
        return done;
      }
      if (!rested(pause)) {
        return done;
      }
    }
  }

  private SendReport report(
      Tx tx,
      ScheduledEmailId id,
      Optional<RegistrationId> only,
      Optional<Integer> planned,
      Dispatched run) {
    EmailInPlace email = emails.find(tx, id);
    return new SendReport(
        email.email(),
        planned.orElse(0),
        planned.isEmpty(),
        run,
        progress.progress(tx, id, only),
        progress.skippedByReason(tx, id, only),
        progress.troubles(tx, id, only),
        run.halt(),
        claims.nextQueuedAt(tx, id).filter(at -> at.isBefore(NotYet.TIME)),
        only.isPresent() ? Optional.empty() : canaries.find(tx, id),
        only.isPresent() ? Optional.empty() : experiments.find(tx, id));
  }
}
