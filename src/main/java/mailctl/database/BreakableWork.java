package mailctl.database;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Transactions that take long and that somebody may break off, in the middle of a statement:
/// nothing of them stays then. Once broken off, no further one begins.
public final class BreakableWork {
  private static final Logger log = LoggerFactory.getLogger(BreakableWork.class);

  private static final class BrokenOff extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final int TRIES = 50;
  private static final long PAUSE_MS = 100;

  private final Database database;
  private final Set<Integer> backends = new HashSet<>();
  private boolean broken;

  public BreakableWork(Database database) {
    this.database = requireNonNull(database, "database is null");
  }

  /// As `Database.transaction`; empty when it was broken off.
  public <T> Optional<T> transaction(Function<Tx, T> work) {
    try {
      return Optional.of(database.transaction(tx -> run(tx, work)));
    } catch (BrokenOff e) {
      return Optional.empty();
    } catch (DataAccessException e) {
      if (isBroken() && SqlStates.isCancelled(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// For good. Returns when those at work are done, or do not hear of it.
  public synchronized void breakOff() {
    broken = true;
    try {
      // Again, as one that is between two statements does not hear it.
      for (int tries = 0; tries < TRIES && !backends.isEmpty(); tries++) {
        backends.forEach(this::cancel);
        wait(PAUSE_MS);
      }
    } catch (DatabaseUnavailableException e) {
      log.debug("cancel=failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> T run(Tx tx, Function<Tx, T> work) {
    int backend = tx.dsl().fetchSingle("select pg_backend_pid()").get(0, Integer.class);
    begin(backend);
    try {
      return work.apply(tx);
    } finally {
      end(backend);
    }
  }

  /// While it is registered, so that nobody else's work on its connection is hit.
  private void cancel(int backend) {
    database.statement(
        tx -> tx.dsl().fetchSingle("select pg_cancel_backend({0})", DSL.val(backend)));
  }

  private synchronized void begin(int backend) {
    if (broken) {
      throw new BrokenOff();
    }
    backends.add(backend);
  }

  private synchronized void end(int backend) {
    backends.remove(backend);
    notifyAll();
  }

  private synchronized boolean isBroken() {
    return broken;
  }
}
