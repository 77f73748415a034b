package mailctl.fence;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands between a copied or restored database and the provider. Asked when a process starts to
/// send and in the transaction of every claim, where it mostly costs nothing: a database cannot
/// become another one while a connection to it lives, so a connection is looked at once, and once a
/// minute in case that a pooler is in between.
public final class Fence {
  private static final Logger LOG = LoggerFactory.getLogger(Fence.class);
  private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Database database;
  private final HostMemory memory;
  private final Optional<String> place;
  private final LongSupplier nanoTime;
  private final FenceStore store = new FenceStore();
  private final Map<Object, Long> lookedAt = Collections.synchronizedMap(new WeakHashMap<>());
  private volatile String installation;
  private volatile boolean fenced;
  private volatile Optional<Long> startedAt = Optional.empty();

  /// @param place where the embedded server has its data
  public Fence(Database database, HostMemory memory, Optional<String> place) {
    this(database, memory, place, System::nanoTime);
  }

  Fence(Database database, HostMemory memory, Optional<String> place, LongSupplier nanoTime) {
    this.database = requireNonNull(database, "database is null");
    this.memory = requireNonNull(memory, "memory is null");
    this.place = requireNonNull(place, "place is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    this.installation = database.transaction(store::read).installation();
  }

  /// Begins to send: raises the epoch, which this host remembers from now on.
  ///
  /// @throws Refusal (DENIED) when this database must not send
  public void start() {
    Host host = memory.host();
    Started started =
        database.transaction(
            tx -> {
              store.lock(tx);
              Seen seen = see(tx);
              Reading reading = seen.reading();
              refuse(seen.differences());
              long epoch = store.raiseEpoch(tx, place);
              return new Started(
                  reading.installation(), epoch, store.see(tx, host, epoch), store.hosts(tx));
            });
    memory.remember(started.installation(), started.epoch());
    installation = started.installation();
    startedAt = Optional.of(nanoTime.getAsLong());
    if (started.newHost() && started.hosts() > 1) {
      LOG.info("host={} state=new hosts={}", host.name(), started.hosts());
    }
  }

  private record Started(String installation, long epoch, boolean newHost, int hosts) {}

  /// For whoever sends for ever: as `start`, once a minute; what it objects to is a value.
  public Optional<Refusal> objection() {
    if (!fenced && startedAt.filter(at -> nanoTime.getAsLong() - at < FRESH_NANOS).isPresent()) {
      return Optional.empty();
    }
    try {
      start();
      return Optional.empty();
    } catch (Refusal e) {
      return Optional.of(e);
    }
  }

  /// Before a claim, in its transaction.
  ///
  /// @throws Refusal (DENIED) when what is behind this connection must not send
  public void require(Tx tx) {
    Object backend = store.backend(tx);
    long now = nanoTime.getAsLong();
    Long last = lookedAt.get(backend);
    if (last != null && now - last < FRESH_NANOS) {
      return;
    }
    refuse(see(tx).differences());
    lookedAt.put(backend, now);
  }

  /// Before the provider's side is changed, which the original works with.
  ///
  /// @throws Refusal (DENIED) when this database is a copy
  public void requireOriginal() {
    refuse(database.transaction(this::see).differences());
  }

  /// The id that messages carry.
  public String installation() {
    return installation;
  }

  /// What was found last.
  public boolean isFenced() {
    return fenced;
  }

  /// Looks anew; changes nothing.
  public FenceState look() {
    return database.transaction(
        tx -> {
          Seen seen = see(tx);
          Reading reading = seen.reading();
          return new FenceState(
              reading.installation(),
              reading.generation(),
              reading.epoch(),
              seen.differences(),
              store.hosts(tx),
              memory.problem());
        });
  }

  private record Seen(Reading reading, List<Difference> differences) {}

  /// What this host remembers is asked for before the database: an epoch that another process
  /// raises and remembers in between would make the database look as if it had fallen behind.
  private Seen see(Tx tx) {
    Optional<Long> remembered = memory.epoch(installation);
    Reading reading = store.read(tx);
    if (!reading.installation().equals(installation)) {
      installation = reading.installation();
      remembered = memory.epoch(installation);
      reading = store.read(tx);
    }
    return new Seen(reading, reading.differences(place, remembered));
  }

  private void refuse(List<Difference> differences) {
    fenced = !differences.isEmpty();
    if (fenced) {
      lookedAt.clear();
      throw new Refusal(
          Refusal.Kind.DENIED,
          database.location()
              + " is a copy, or was restored, and mails nobody: "
              + FenceState.words(differences),
          "mailctl unfence");
    }
  }
}
