package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import mailctl.database.Database;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asked before each claim and told after each call: keeps all processes together within the rate
/// budgets, lets them rest when the provider asks for patience, and keeps them from calling one
/// that fails. What it knows is in the database; without budgets and while all is well, it costs a
/// look now and then and writes nothing.
final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  /// The first pause when the provider said "later" and named no time; each further one in a row is
  /// twice as long.
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /// How often those look who wait for another one's try.
  private static final Duration LOOK = Duration.ofMillis(100);

  /// Shorter waits are not worth the trouble of all who wait.
  private static final Duration SHORTEST = Duration.ofMillis(10);

  private record Reading(GateState state, long nanos) {}

  private final Database database;
  private final GateStore store;
  private final GateSettings settings;
  private final Duration probeLease;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final GateDesk desk;
  private volatile @Nullable Reading last;

  Gate(Database database, GateStore store, SendSettings settings, InstantSource clock) {
    this(database, store, settings, clock, System::nanoTime);
  }

  Gate(
      Database database,
      GateStore store,
      SendSettings settings,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.database = requireNonNull(database, "database is null");
    this.store = requireNonNull(store, "store is null");
    this.settings = settings.gate();
    this.probeLease = settings.callLease().plus(settings.lease());
    this.clock = requireNonNull(clock, "clock is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    this.desk = new GateDesk(database, store);
  }

  /// Whether up to `wanted` recipients may be claimed now, and of which lane.
  Admission admit(int wanted, Lanes lanes) {
    GateState state = state();
    Instant now = clock.instant();
    if (state.pausedUntil().filter(now::isBefore).isPresent()) {
      return closed(
          ReturnCause.RATE_LIMITED, state.pauseWords(), now, state.pausedUntil().orElseThrow());
    }
    if (state.openUntil().filter(now::isBefore).isPresent()) {
      return closed(
          ReturnCause.NOT_CONNECTED,
          "it failed " + state.faults() + " times in a row, the last time: " + state.faultWords(),
          now,
          state.openUntil().orElseThrow());
    }
    Optional<UUID> probe = Optional.empty();
    if (state.openUntil().isPresent()) {
      probe = takeProbe(now);
      if (probe.isEmpty()) {
        forget();
        return new Admission.Wait(LOOK, false);
      }
    }
    // A try is made with one recipient: it may end in doubt.
    Admission admission = admit(probe.isPresent() ? 1 : wanted, state, lanes, probe);
    if (!(admission instanceof Admission.Go)) {
      probe.ifPresent(this::dropProbe);
    }
    return admission;
  }

  private Admission admit(int wanted, GateState state, Lanes lanes, Optional<UUID> probe) {
    List<Lane> open = lanes.open(lanes(state));
    Optional<Duration> wait = Optional.empty();
    for (Lane lane : open) {
      if (!state.limited()) {
        return new Admission.Go(lane, wanted, List.of(), probe);
      }
      GateStore.Taken taken = desk.take(scopes(lane), wanted);
      if (taken.granted() > 0) {
        return new Admission.Go(lane, taken.granted(), taken.grants(), probe);
      }
      Duration time = taken.waits().compareTo(SHORTEST) < 0 ? SHORTEST : taken.waits();
      if (lane.domain().isEmpty() || !taken.waitsFor().equals(lane.domain())) {
        return new Admission.Wait(time, false);
      }
      wait = Optional.of(wait.filter(known -> known.compareTo(time) < 0).orElse(time));
    }
    return wait.isEmpty() ? new Admission.Nothing() : new Admission.Wait(wait.orElseThrow(), true);
  }

  private static List<Lane> lanes(GateState state) {
    List<Lane> lanes = new ArrayList<>();
    lanes.add(Lane.without(state.domains()));
    state.domains().forEach(domain -> lanes.add(Lane.of(domain)));
    return lanes;
  }

  private static List<String> scopes(Lane lane) {
    return lane.domain()
        .map(domain -> List.of(RateBudgets.ALL, domain))
        .orElse(List.of(RateBudgets.ALL));
  }

  /// Tokens of recipients who will not be called.
  void giveBack(Admission.Go admission, int unused) {
    if (unused > 0 && !admission.grants().isEmpty()) {
      database.statement(
          tx -> {
            store.giveBack(tx, admission.grants(), unused);
            return true;
          });
    }
  }

  /// Instead of a report.
  void notTried(Admission.Go admission) {
    admission.probe().ifPresent(this::dropProbe);
  }

  /// After the call.
  void report(Admission.Go admission, SubmissionOutcome outcome) {
    switch (outcome) {
      case SubmissionOutcome.Accepted accepted -> {
        works(admission);
        accepted
            .pause()
            .ifPresent(wish -> pause(Optional.of(wish), "the rate limit is used up for now"));
      }
      case SubmissionOutcome.Rejected _ -> works(admission);
      case SubmissionOutcome.InDoubt doubt -> fault(admission, doubt.words());
      case SubmissionOutcome.Returned returned -> {
        switch (returned.cause()) {
          case RATE_LIMITED -> pause(returned.retryAfter(), returned.words());
          case NOT_CONNECTED -> fault(admission, returned.words());
          case UNAUTHORIZED, FORBIDDEN, CREDITS_EXHAUSTED -> works(admission);
        }
      }
    }
  }

  private void works(Admission.Go admission) {
    Reading known = last;
    if (known != null && known.state().clean() && admission.probe().isEmpty()) {
      return;
    }
    database.statement(
        tx -> {
          store.works(tx);
          return true;
        });
    forget();
  }

  private void pause(Optional<Duration> wish, String words) {
    database.statement(
        tx -> {
          store.pause(tx, clock.instant(), wish, FIRST_PAUSE, words);
          return true;
        });
    forget();
  }

  private void fault(Admission.Go admission, String words) {
    boolean opened =
        database.statement(
            tx -> store.fault(tx, clock.instant(), admission.probe(), settings, words));
    forget();
    if (opened) {
      LOG.warn("breaker=open words=\"{}\"", words);
    }
  }

  private Optional<UUID> takeProbe(Instant now) {
    UUID probe = UUID.randomUUID();
    boolean ours = database.statement(tx -> store.takeProbe(tx, probe, now, now.plus(probeLease)));
    if (ours) {
      LOG.info("breaker=half_open one request tries");
    }
    return ours ? Optional.of(probe) : Optional.empty();
  }

  private void dropProbe(UUID probe) {
    database.statement(
        tx -> {
          store.dropProbe(tx, probe);
          return true;
        });
  }

  private static Admission closed(ReturnCause cause, String words, Instant now, Instant until) {
    return new Admission.Closed(new Halt(cause, words, Duration.between(now, until)));
  }

  private GateState state() {
    long now = nanoTime.getAsLong();
    Reading known = last;
    if (known != null && now - known.nanos() < settings.fresh().toNanos()) {
      return known.state();
    }
    GateState state = desk.look();
    last = new Reading(state, now);
    return state;
  }

  /// What was read no longer counts: look again, and take nothing for clean.
  private void forget() {
    last = null;
  }
}
