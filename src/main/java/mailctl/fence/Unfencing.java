package mailctl.fence;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.Optional;
import mailctl.database.Database;
import mailctl.database.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a copy an installation of its own, on a person's word.
public final class Unfencing {
  private static final Logger LOG = LoggerFactory.getLogger(Unfencing.class);

  /// What it was, and what it is now.
  public record Unfenced(FenceState before, String installation, int generation) {
    public Unfenced {
      requireNonNull(before, "before is null");
      requireNonNull(installation, "installation is null");
    }
  }

  private final Database database;
  private final HostMemory memory;
  private final Optional<String> place;
  private final InstantSource clock;
  private final FenceStore store = new FenceStore();

  public Unfencing(
      Database database, HostMemory memory, Optional<String> place, InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.memory = requireNonNull(memory, "memory is null");
    this.place = requireNonNull(place, "place is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Empty when another was faster, so that nothing is fenced any more.
  ///
  /// @param isCopy a person says that it is a copy, although nothing shows it
  public Optional<Unfenced> unfence(String by, String reason, boolean isCopy) {
    Optional<Unfenced> done = database.transaction(tx -> unfence(tx, by, reason, isCopy));
    done.ifPresent(
        it ->
            LOG.warn(
                "installation={} former={} generation={} by=\"{}\"",
                it.installation(),
                it.before().installation(),
                it.generation(),
                by));
    return done;
  }

  private Optional<Unfenced> unfence(Tx tx, String by, String reason, boolean isCopy) {
    store.lock(tx);
    Reading reading = store.read(tx);
    Optional<Long> remembered = memory.epoch(reading.installation());
    FenceState before =
        new FenceState(
            reading.installation(),
            reading.generation(),
            reading.epoch(),
            reading.differences(place, remembered),
            store.hosts(tx),
            memory.problem());
    if (!before.isFenced() && !isCopy) {
      return Optional.empty();
    }
    Decision decision = new Decision(by, reason, memory.host().name());
    store.keepFormer(tx, reading, before.words(), decision, clock.instant());
    store.settle(tx, reading, Math.max(reading.epoch(), remembered.orElse(0L)) + 1, place);
    Reading after = store.read(tx);
    return Optional.of(new Unfenced(before, after.installation(), after.generation()));
  }
}
