package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Database;
import mailctl.database.DatabaseUnavailableException;

/// Sends whatever is due, several requests at a time, until nothing is due, the provider takes no
/// more, or somebody says stop.
public final class Dispatch {
  private final Database database;
  private final ClaimStore claims;
  private final Emails emails;
  private final Sender sender;
  private final EmailFinish finish;
  private final DomainPace pace;
  private final SendSettings settings;
  private final InstantSource clock;
  private final AtomicBoolean stopping = new AtomicBoolean();

  Dispatch(
      Database database,
      ClaimStore claims,
      Emails emails,
      Sender sender,
      EmailFinish finish,
      DomainPace pace,
      SendSettings settings,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.claims = requireNonNull(claims, "claims is null");
    this.emails = requireNonNull(emails, "emails is null");
    this.sender = requireNonNull(sender, "sender is null");
    this.finish = requireNonNull(finish, "finish is null");
    this.pace = requireNonNull(pace, "pace is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Every email that has something due: first rounds and retries alike. One that cannot be sent
  /// does not keep the others from it; what it threw is thrown in the end.
  public Dispatched everythingDue() {
    List<ScheduledEmailId> due =
        database.transaction(tx -> claims.emailsWithDueDeliveries(tx, clock.instant()));
    Dispatched done = Dispatched.NOTHING;
    Optional<RuntimeException> failure = Optional.empty();
    for (ScheduledEmailId id : due) {
      try {
        done = done.plus(email(id));
      } catch (DatabaseUnavailableException e) {
        throw e;
      } catch (RuntimeException e) {
        failure.ifPresent(e::addSuppressed);
        failure = Optional.of(e);
      }
      if (done.halt().isPresent()) {
        break;
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return done;
  }

  /// What is due of one email.
  public Dispatched email(ScheduledEmailId id) {
    EmailInPlace email = database.transaction(tx -> emails.find(tx, id));
    Tally done = new Tally();
    DomainPace.Run paced = pace.run(id);
    paced.look();
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < settings.concurrency(); i++) {
        running.add(workers.submit(() -> work(email, paced, done)));
      }
      running.forEach(Dispatch::await);
    }
    finish.finish(id);
    return done.total();
  }

  /// Takes no more work; what is being called is settled first.
  public void stop() {
    stopping.set(true);
  }

  private void work(EmailInPlace email, DomainPace.Run paced, Tally done) {
    while (!stopping.get() && done.total().halt().isEmpty()) {
      paced.look();
      Optional<Dispatched> step = sender.step(email);
      if (step.isEmpty()) {
        return;
      }
      done.add(step.get());
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

    synchronized void add(Dispatched done) {
      total = total.plus(done);
    }

    synchronized Dispatched total() {
      return total;
    }
  }
}
