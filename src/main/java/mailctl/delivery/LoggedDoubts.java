package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import mailctl.database.Database;
import mailctl.database.Tx;

/// Requests in doubt, for whoever asks the provider's logs about them: one at a time, each by one
/// process.
public final class LoggedDoubts {
  /// How old a doubt must be before it is asked about, and again; and how old it may be at most.
  public record Patience(Duration least, Duration most) {
    public Patience {
      requireNonNull(least, "least is null");
      requireNonNull(most, "most is null");
    }
  }

  public record Recipient(DeliveryId delivery, int attempt, String email) {
    public Recipient {
      requireNonNull(delivery, "delivery is null");
      requireNonNull(email, "email is null");
    }
  }

  /// @param installations the ids under which this database may have sent it
  public record Doubt(
      SubmissionId id, Instant calledAt, List<Recipient> recipients, Set<String> installations) {
    public Doubt {
      installations = Set.copyOf(installations);
      requireNonNull(id, "id is null");
      requireNonNull(calledAt, "calledAt is null");
      recipients = List.copyOf(recipients);
    }
  }

  /// A message that the provider has taken by its own answer: logs that are whole know it.
  public record Control(String messageId, String email, Instant calledAt) {
    public Control {
      requireNonNull(messageId, "messageId is null");
      requireNonNull(email, "email is null");
      requireNonNull(calledAt, "calledAt is null");
    }
  }

  /// How far before a doubt a control may lie.
  private static final Duration REACH = Duration.ofDays(1);

  private final Database database;
  private final DoubtStore store;
  private final DoubtSettlement settlement;
  private final EmailFinish finish;
  private final InstantSource clock;

  LoggedDoubts(
      Database database,
      DoubtStore store,
      DoubtSettlement settlement,
      EmailFinish finish,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.store = requireNonNull(store, "store is null");
    this.settlement = requireNonNull(settlement, "settlement is null");
    this.finish = requireNonNull(finish, "finish is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// The next to ask about. Whether it gets settled or not, nobody asks again before `least` is
  /// over once more.
  public Optional<Doubt> next(Patience patience) {
    Instant now = clock.instant();
    return database.transaction(tx -> store.takeUnasked(tx, patience, now));
  }

  /// A message that the logs must know if they are to be believed about that doubt.
  public Optional<Control> control(Doubt doubt, Patience patience) {
    Instant until = clock.instant().minus(patience.least());
    return database.transaction(tx -> store.control(tx, doubt.calledAt(), until, REACH));
  }

  public boolean isAnothers(Doubt doubt, String messageId) {
    return database.transaction(tx -> store.isAnothers(tx, doubt.id(), messageId));
  }

  /// The logs know it. False when it has been settled meanwhile.
  public boolean accept(Doubt doubt, String words) {
    return settle(
        doubt,
        (tx, place) ->
            settlement.accept(
                tx,
                doubt.id(),
                place,
                Evidence.logs(SubmissionState.ACCEPTED, words, clock.instant())));
  }

  /// The logs are whole and do not know it: back to the queue. False when it has been settled
  /// meanwhile.
  public boolean returnUntaken(Doubt doubt, String words) {
    return settle(
        doubt,
        (tx, place) ->
            settlement.returnUntaken(
                tx,
                doubt.id(),
                place,
                Evidence.logs(SubmissionState.RETURNED, words, clock.instant())));
  }

  /// The logs did not settle it, for that reason.
  public void leave(Doubt doubt, String why) {
    database.run(tx -> store.noteInquiry(tx, doubt.id(), why, clock.instant()));
  }

  private boolean settle(Doubt doubt, BiConsumer<Tx, DoubtStore.Place> how) {
    Optional<DoubtStore.Place> settled =
        database.transaction(
            tx -> {
              Optional<DoubtStore.Place> place =
                  store
                      .lock(tx, doubt.id())
                      .filter(found -> found.state() == SubmissionState.IN_DOUBT);
              place.ifPresent(found -> how.accept(tx, found));
              return place;
            });
    settled.ifPresent(place -> finish.finish(place.email()));
    return settled.isPresent();
  }
}
