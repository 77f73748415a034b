package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.BreakableWork;
import mailctl.database.Database;
import mailctl.database.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends whatever is due, several requests at a time, until nothing is due, the provider takes no
/// more, or somebody says stop.
public final class Dispatch {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

  /// How long an email that a budget holds back is sent before the next one has its turn.
  private static final Duration SLICE = Duration.ofSeconds(5);

  /// The same when nothing else is due; something may become so.
  private static final Duration LONG_SLICE = Duration.ofSeconds(30);

  private final Database database;
  private final ClaimStore claims;
  private final Emails emails;
  private final Sender sender;
  private final EmailFinish finish;
  private final DomainPace pace;
  private final SendSettings settings;
  private final InstantSource clock;
  private final BreakableWork planning;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Tally everything = new Tally();

  Dispatch(
      Database database,
      ClaimStore claims,
      Emails emails,
      Sender sender,
      EmailFinish finish,
      DomainPace pace,
      SendSettings settings,
      InstantSource clock,
      BreakableWork planning) {
    this.database = requireNonNull(database, "database is null");
    this.claims = requireNonNull(claims, "claims is null");
    this.emails = requireNonNull(emails, "emails is null");
    this.sender = requireNonNull(sender, "sender is null");
    this.finish = requireNonNull(finish, "finish is null");
    this.pace = requireNonNull(pace, "pace is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.planning = requireNonNull(planning, "planning is null");
  }

  /// One turn: every email that has something due was sent for some time.
  ///
  /// @param throttled a budget held something back that is due
  public record Turn(Dispatched done, boolean throttled) {
    public Turn {
      requireNonNull(done, "done is null");
    }
  }

  /// Every email that has something due now, first rounds and retries alike, until nothing of it
  /// is: what becomes due of others while a budget holds these back is for the next pass. One that
  /// cannot be sent does not keep the others from it; what it threw is thrown in the end.
  public Dispatched everythingDue() {
    List<ScheduledEmailId> due = due();
    Dispatched done = Dispatched.NOTHING;
    boolean again = true;
    while (again) {
      Turn turn = turn(due);
      done = done.plus(turn.done());
      again = turn.throttled() && done.halt().isEmpty() && !isStopping();
    }
    return done;
  }

  /// Everything that is due, too, but an email that a budget holds back lets the next one have its
  /// turn: whoever takes turns can look meanwhile for what has become due.
  public Turn turn() {
    return turn(due());
  }

  private List<ScheduledEmailId> due() {
    return database.transaction(tx -> claims.emailsWithDueDeliveries(tx, clock.instant()));
  }

  private Turn turn(List<ScheduledEmailId> due) {
    Duration slice = due.size() > 1 ? SLICE : LONG_SLICE;
    Tally all = new Tally();
    Optional<RuntimeException> failure = Optional.empty();
    for (ScheduledEmailId id : due) {
      if (isStopping()) {
        break;
      }
      try {
        run(id, all, Optional.of(clock.instant().plus(slice)), due.size() > 1);
      } catch (DatabaseUnavailableException e) {
        throw e;
      } catch (RuntimeException e) {
        failure.ifPresent(e::addSuppressed);
        failure = Optional.of(e);
      }
      if (all.total().halt().isPresent()) {
        break;
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (all.total().equals(Dispatched.NOTHING)) {
      all.waiting().ifPresent(this::pause);
    }
    return new Turn(all.total(), all.waiting().isPresent());
  }

  /// What is due of one email.
  public Dispatched email(ScheduledEmailId id) {
    Tally done = new Tally();
    run(id, done, Optional.empty(), false);
    return done.total();
  }

  private void run(ScheduledEmailId id, Tally done, Optional<Instant> until, boolean others) {
    EmailInPlace email = database.transaction(tx -> emails.find(tx, id));
    Lanes lanes = new Lanes();
    DomainPace.Run paced = pace.run(id);
    paced.look();
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < settings.workers(); i++) {
        running.add(workers.submit(() -> work(email, lanes, paced, done, until, others)));
      }
      running.forEach(Dispatch::await);
    }
    finish.finish(id);
  }

  /// Takes no more work, for good; what is being called is settled first, and what was claimed and
  /// is not being called goes back. What is being planned is not.
  public void stop() {
    stopping.countDown();
    planning.breakOff();
  }

  /// What all runs of this process have done so far, whoever asked for them.
  Dispatched soFar() {
    return everything.total();
  }

  boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void work(
      EmailInPlace email,
      Lanes lanes,
      DomainPace.Run paced,
      Tally done,
      Optional<Instant> until,
      boolean others) {
    BooleanSupplier over = () -> isStopping() || done.total().halt().isPresent();
    while (!over.getAsBoolean()) {
      paced.look();
      switch (sender.step(email, lanes, over)) {
        case Step.Done(Dispatched what) -> {
          done.add(what);
          everything.add(what.withoutHalt());
        }
        case Step.Nothing() -> {
          return;
        }
        case Step.Wait(Duration time, boolean domainsAlone) -> {
          boolean late = until.filter(end -> !clock.instant().isBefore(end)).isPresent();
          if (late || (domainsAlone && others)) {
            done.waits(time);
            return;
          }
          pause(time);
        }
      }
    }
  }

  /// Ends early when somebody says stop.
  private void pause(Duration time) {
    try {
      boolean stopped = stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
      LOG.trace("waited_ms={} stopped={}", time.toMillis(), stopped);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the rate budget", e);
    }
  }

  private static void await(Future<?> worker) {
    try {
      worker.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending", e);
    }
  }

  /// What all workers together have done so far.
  private static final class Tally {
    private Dispatched total = Dispatched.NOTHING;
    private Optional<Duration> wait = Optional.empty();

    synchronized void waits(Duration time) {
      wait = Optional.of(wait.filter(known -> known.compareTo(time) < 0).orElse(time));
    }

    synchronized Optional<Duration> waiting() {
      return wait;
    }

    synchronized void add(Dispatched done) {
      total = total.plus(done);
    }

    synchronized Dispatched total() {
      return total;
    }
  }
}
