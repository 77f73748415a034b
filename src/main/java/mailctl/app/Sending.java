package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import mailctl.campaign.EventFollower;
import mailctl.database.Refusal;
import mailctl.delivery.DeliveryFeature;
import mailctl.delivery.Dispatch;
import mailctl.delivery.Dispatched;
import mailctl.delivery.DueEmails;
import mailctl.delivery.Halt;
import mailctl.trace.Tracing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sending side of the daemon, one pass at a time: two passes of one process never overlap, so
/// that it makes no more calls at a time than `send.concurrency` says. When the provider says stop,
/// it rests, whoever wakes it.
final class Sending {
  private static final Logger log = LoggerFactory.getLogger(Sending.class);

  /// After what only a person can mend, such as a refused key.
  private static final Duration LONG_REST = Duration.ofMinutes(1);

  private static final Duration SHORT_REST = Duration.ofSeconds(1);

  private final DeliveryFeature delivery;
  private final EventFollower follower;
  private final Supplier<Optional<Refusal>> objection;
  private final int limit;
  private final Duration sendEvery;
  private final InstantSource clock;
  private final ReentrantLock passing;
  private final Tracing tracing;
  private volatile Instant restUntil = Instant.MIN;
  private Instant lastSendCheck = Instant.MIN;

  /// `objection` says why nothing may be sent now, if so; `limit` is how many emails one pass
  /// starts at most; `passing` is held by the one pass of this process.
  Sending(
      DeliveryFeature delivery,
      EventFollower follower,
      Supplier<Optional<Refusal>> objection,
      int limit,
      Duration sendEvery,
      InstantSource clock,
      ReentrantLock passing,
      Tracing tracing) {
    this.tracing = requireNonNull(tracing, "tracing is null");
    this.passing = requireNonNull(passing, "passing is null");
    this.delivery = requireNonNull(delivery, "delivery is null");
    this.follower = requireNonNull(follower, "follower is null");
    this.objection = requireNonNull(objection, "objection is null");
    this.limit = limit;
    this.sendEvery = requireNonNull(sendEvery, "sendEvery is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Starts the emails that are due and sends what is due, first rounds and retries alike; nothing
  /// when it was woken before its time. Returns whether there may be more at once.
  boolean sendCheck() throws InterruptedException {
    passing.lockInterruptibly();
    try {
      Instant now = clock.instant();
      // What was heard by now may let something go, whatever the time is.
      delivery.canaries().runOnce();
      delivery.experiments().runOnce();
      if (!isTime(now)) {
        return false;
      }
      lastSendCheck = now;
      if (isFenced(now)) {
        return false;
      }
      follower.runOnce();
      delivery.happenings().runOnce();
      DueEmails.Pass emails = delivery.dueEmails().runOnce(limit);
      takeOver();
      Optional<Dispatch.Turn> turn = dispatch();
      return turn.isPresent()
          && (turn.get().throttled()
              || emails.planned() + emails.held() + emails.paused() >= limit);
    } finally {
      passing.unlock();
    }
  }

  /// Sends what is due of emails that have started, retries above all, and tidies up.
  boolean retryCheck() throws InterruptedException {
    passing.lockInterruptibly();
    try {
      Instant now = clock.instant();
      if (!isResting(now) && !isFenced(now)) {
        takeOver();
        dispatch();
      }
      return false;
    } finally {
      passing.unlock();
    }
  }

  /// Takes over from processes that died, marks what is cancelled, decides about what waits for a
  /// verdict, finishes what is done and looks whether others made something due: for this nothing
  /// is sent.
  ///
  /// @param wake called when there is something to send now
  boolean upkeep(Runnable wake) {
    int takenOver = takeOver();
    delivery.cancelling().runOnce();
    int passed = delivery.canaries().runOnce().passed();
    if (passed + delivery.experiments().runOnce().decided() > 0) {
      wake.run();
    }
    // Resumed, moved or put in by another process meanwhile, which cannot wake this one.
    Instant now = clock.instant();
    if (nextDue().filter(due -> !due.isAfter(now)).isPresent()) {
      wake.run();
    }
    int finished = delivery.finish().runOnce();
    if (takenOver + finished > 0) {
      log.info("upkeep taken_over={} finished={}", takenOver, finished);
    }
    return false;
  }

  /// When the next pass makes sense: never while it rests.
  Optional<Instant> nextDue() {
    Instant until = restUntil;
    return isResting(clock.instant()) ? Optional.of(until) : delivery.nextWork().at();
  }

  /// Takes no more work; what is being called is settled first.
  void stop() {
    delivery.dispatch().stop();
  }

  /// Looked at again when the rest is over, so that it goes on by itself after an unfencing.
  private boolean isFenced(Instant now) {
    Optional<Refusal> why = objection.get();
    why.ifPresent(
        refusal -> {
          restUntil = now.plus(LONG_REST);
          log.warn("sending=fenced why=\"{}\" try=\"{}\"", refusal.getMessage(), refusal.hint());
        });
    return why.isPresent();
  }

  private boolean isTime(Instant now) {
    if (isResting(now)) {
      return false;
    }
    boolean intervalOver =
        lastSendCheck.equals(Instant.MIN) || !now.isBefore(lastSendCheck.plus(sendEvery));
    return intervalOver || nextDue().filter(due -> !due.isAfter(now)).isPresent();
  }

  private boolean isResting(Instant now) {
    return now.isBefore(restUntil);
  }

  private int takeOver() {
    int all = 0;
    int last = delivery.leaseExpiry().runOnce();
    while (last > 0) {
      all += last;
      last = delivery.leaseExpiry().runOnce();
    }
    return all;
  }

  /// Empty when the provider said stop.
  private Optional<Dispatch.Turn> dispatch() {
    Dispatch.Turn turn = turn();
    Dispatched done = turn.done();
    if (done.accepted() + done.rejected() + done.inDoubt() + done.skipped() > 0) {
      log.info(
          "sent={} rejected={} in_doubt={} skipped={}",
          done.accepted(),
          done.rejected(),
          done.inDoubt(),
          done.skipped());
    }
    done.halt().ifPresent(this::rest);
    return done.halt().isEmpty() ? Optional.of(turn) : Optional.empty();
  }

  private Dispatch.Turn turn() {
    try (Tracing.Span span = tracing.begin(Tracing.Side.INSIDE, "send.turn")) {
      Dispatch.Turn turn = delivery.dispatch().turn();
      delivery.finish().runOnce();
      Dispatched done = turn.done();
      span.put("mailctl.accepted", done.accepted()).put("mailctl.in_doubt", done.inDoubt());
      done.halt().ifPresent(halt -> span.failed(String.valueOf(halt.cause())));
      if (done.accepted() + done.rejected() + done.inDoubt() + done.skipped() == 0
          && done.halt().isEmpty()) {
        span.forget();
      }
      return turn;
    }
  }

  private void rest(Halt halt) {
    Duration least = halt.cause().stopsTheRun() ? LONG_REST : SHORT_REST;
    Duration pause = halt.pause().compareTo(least) > 0 ? halt.pause() : least;
    restUntil = clock.instant().plus(pause);
    log.warn(
        "sending=halted cause={} rest_s={} provider=\"{}\"",
        halt.cause(),
        pause.toSeconds(),
        halt.words());
  }
}
