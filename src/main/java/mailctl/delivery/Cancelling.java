package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Database;
import mailctl.database.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the deliveries of an email that a person has cancelled it. From the commit of the person's
/// word on nobody claims any of them; a large email's are marked after that, a piece at a time, so
/// that nobody waits long for their rows. Whoever gets no further leaves the rest to the next pass.
public final class Cancelling {
  private static final Logger LOG = LoggerFactory.getLogger(Cancelling.class);

  /// Marked in one transaction: many enough to be quick, few enough to hold nobody up.
  static final int CHUNK = 10_000;

  private final Database database;
  private final CancelStore store;
  private final Refold refold;
  private final InstantSource clock;
  private final int chunk;

  Cancelling(Database database, CancelStore store, Refold refold, InstantSource clock, int chunk) {
    this.database = requireNonNull(database, "database is null");
    this.store = requireNonNull(store, "store is null");
    this.refold = requireNonNull(refold, "refold is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.chunk = chunk;
  }

  /// Right after a person cancelled it; the email is locked. Marks the first piece, and of an email
  /// that is over all that wait: its retries could still be claimed.
  ///
  /// @return how many waited
  int begin(Tx tx, ScheduledEmailId email) {
    int waiting = store.waiting(tx, email);
    Instant now = clock.instant();
    if (store.isOver(tx, email)) {
      Optional<CancelStore.Place> next = Optional.of(CancelStore.Place.START);
      while (next.isPresent()) {
        next = mark(tx, email, now, CancelStore.Whom.WHO_WAITS, next.get());
      }
    }
    if (mark(tx, email, now, CancelStore.Whom.ALL, CancelStore.Place.START).isPresent()) {
      store.begin(tx, email, now);
    }
    return waiting;
  }

  /// The rest, each piece in a transaction of its own. Nothing when there is none.
  public void carryOut(ScheduledEmailId email) {
    Optional<Instant> since = database.transaction(tx -> store.since(tx, email));
    if (since.isEmpty()) {
      return;
    }
    Optional<CancelStore.Place> next = Optional.of(CancelStore.Place.START);
    while (next.isPresent()) {
      CancelStore.Place from = next.get();
      next = database.transaction(tx -> mark(tx, email, since.get(), CancelStore.Whom.ALL, from));
    }
    database.run(tx -> store.end(tx, email, since.get()));
    LOG.info("email={} cancelled=everybody", email);
  }

  /// What others left, whoever they were; returns of how many emails.
  public int runOnce() {
    List<ScheduledEmailId> open = database.transaction(store::open);
    open.forEach(this::carryOut);
    return open.size();
  }

  /// Where the next piece begins, if there is one.
  private Optional<CancelStore.Place> mark(
      Tx tx, ScheduledEmailId email, Instant since, CancelStore.Whom whom, CancelStore.Place from) {
    Optional<CancelStore.Piece> piece = store.mark(tx, email, since, whom, from, chunk);
    piece.ifPresent(each -> refold.run(tx, each.wished()));
    return piece.filter(each -> each.deliveries() == chunk).map(CancelStore.Piece::last);
  }
}
