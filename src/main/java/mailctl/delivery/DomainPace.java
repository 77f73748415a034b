package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Database;
import mailctl.database.Tx;
import mailctl.provider.BounceClass;
import mailctl.provider.ProviderEvent;

/// Slows the domains that block us for our reputation or our volume: counts such blocks, and puts
/// off what is due to a domain with too many of them.
final class DomainPace {
  private static final int CHUNK = 5_000;

  /// Blocks of one kind from one domain, in one slot of the events' time.
  record Slot(String domain, BounceClass kind, Instant start) {}

  private final Database database;
  private final PaceStore store;
  private final PacePolicy policy;
  private final InstantSource clock;

  DomainPace(Database database, PaceStore store, PacePolicy policy, InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.store = requireNonNull(store, "store is null");
    this.policy = requireNonNull(policy, "policy is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Counts what speaks of the sender. Each event once: their sum is the same in any order, and so
  /// is what follows from it.
  void count(Tx tx, Collection<EventMatcher.Match.Found> fresh) {
    Map<Slot, Integer> blocks = new HashMap<>();
    for (EventMatcher.Match.Found found : fresh) {
      slot(found).ifPresent(slot -> blocks.merge(slot, 1, Integer::sum));
    }
    if (!blocks.isEmpty()) {
      store.add(tx, blocks, policy);
      store.forget(tx, clock.instant().minus(policy.longest()).minus(PacePolicy.SLOT));
    }
  }

  private static Optional<Slot> slot(EventMatcher.Match.Found found) {
    if (!(found.event().event() instanceof ProviderEvent.Blocked blocked)
        || (blocked.bounceClass() != BounceClass.REPUTATION
            && blocked.bounceClass() != BounceClass.VOLUME)) {
      return Optional.empty();
    }
    Instant at = blocked.origin().occurredAt();
    // A time that has not come is none: it would stop a domain for years.
    Instant heard = found.event().receivedAt();
    long seconds = (at.isAfter(heard) ? heard : at).getEpochSecond();
    Instant start = Instant.ofEpochSecond(seconds - Math.floorMod(seconds, slotSeconds()));
    return Optional.of(new Slot(domain(found.attempt().email()), blocked.bounceClass(), start));
  }

  private static long slotSeconds() {
    return PacePolicy.SLOT.toSeconds();
  }

  static String domain(String address) {
    return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /// For one run of sending that email; cheap as long as no domain is slowed.
  Run run(ScheduledEmailId email) {
    return new Run(email);
  }

  /// Puts off what is due to slowed domains, once for each time that a domain gets slower. Shared
  /// by the workers of the run.
  final class Run {
    private final ScheduledEmailId email;
    private final ReentrantLock looking = new ReentrantLock();
    private Instant lastLook = Instant.MIN;
    private Map<String, Instant> known = Map.of();

    private Run(ScheduledEmailId email) {
      this.email = email;
    }

    /// Looks at most once a second; while one looks the others go on.
    void look() {
      if (looking.tryLock()) {
        try {
          lookAlone();
        } finally {
          looking.unlock();
        }
      }
    }

    private void lookAlone() {
      Instant now = clock.instant();
      if (!lastLook.equals(Instant.MIN) && now.isBefore(lastLook.plusSeconds(1))) {
        return;
      }
      lastLook = now;
      Map<String, Instant> slowed = database.transaction(tx -> store.slowed(tx, now));
      if (slowed.isEmpty() || known.equals(slowed)) {
        return;
      }
      known = slowed;
      OptionalLong last = OptionalLong.of(0);
      while (last.isPresent()) {
        long after = last.getAsLong();
        last = database.transaction(tx -> store.putOff(tx, email, slowed, now, after, CHUNK));
      }
    }
  }
}
