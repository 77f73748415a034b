package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.ScheduledEmailStatus;
import mailctl.campaign.ScheduledEmailStore;
import mailctl.campaign.StatusReason;
import mailctl.database.Database;
import mailctl.database.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The outcome breaker: of a large email a few go first, and the rest waits until enough was heard
/// of them. Too many bounces, blocks or complaints hold the email for a person; otherwise the rest
/// goes out by itself. Every decision is made under the email's lock, so that of two at once one
/// makes it.
public final class Canaries {
  private static final Logger LOG = LoggerFactory.getLogger(Canaries.class);

  /// Released in one statement: many enough to be quick, few enough to hold nobody up.
  static final int CHUNK = 20_000;

  /// What a pass decided, in emails.
  public record Pass(int passed, int held) {
    public static final Pass NOTHING = new Pass(0, 0);

    Pass plus(Pass other) {
      return new Pass(passed + other.passed, held + other.held);
    }
  }

  private final Database database;
  private final ScheduledEmailStore emails;
  private final CanaryStore store;
  private final CanaryPolicy policy;
  private final InstantSource clock;
  private final int chunk;

  Canaries(
      Database database,
      ScheduledEmailStore emails,
      CanaryStore store,
      CanaryPolicy policy,
      InstantSource clock,
      int chunk) {
    this.database = requireNonNull(database, "database is null");
    this.emails = requireNonNull(emails, "emails is null");
    this.store = requireNonNull(store, "store is null");
    this.policy = requireNonNull(policy, "policy is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.chunk = chunk;
  }

  public Optional<Canary> find(Tx tx, ScheduledEmailId email) {
    return store.find(tx, email);
  }

  /// Looks at every email whose rest waits, each in a transaction of its own.
  public Pass runOnce() {
    Pass pass = Pass.NOTHING;
    for (ScheduledEmailId id : database.transaction(store::open)) {
      pass = pass.plus(judge(id));
    }
    return pass;
  }

  /// Decides, if it is time, and carries out what is decided: also what somebody else decided who
  /// got no further.
  Pass judge(ScheduledEmailId id) {
    Pass pass = database.transaction(tx -> judge(tx, id));
    Optional<Long> next = Optional.of(0L);
    while (next.isPresent()) {
      long after = next.get();
      next = database.transaction(tx -> releaseDecided(tx, id, after));
    }
    return pass;
  }

  private Optional<Long> releaseDecided(Tx tx, ScheduledEmailId id, long after) {
    return store.find(tx, id).filter(Canary::letsTheRestGo).isPresent()
        ? release(tx, id, clock.instant(), after)
        : Optional.empty();
  }

  /// One piece; after which delivery the next one begins, if there is one.
  private Optional<Long> release(Tx tx, ScheduledEmailId id, Instant now, long after) {
    CanaryStore.Released released = store.release(tx, id, now, after, chunk);
    return released.deliveries() == chunk ? Optional.of(released.last()) : Optional.empty();
  }

  boolean isProbing(ScheduledEmailId id) {
    return database.transaction(
        tx ->
            store.find(tx, id).filter(Canary::isProbing).isPresent()
                && emails.find(tx, id).filter(Canaries::isSending).isPresent());
  }

  boolean holdsBack(Tx tx, ScheduledEmailId id, RegistrationId registration) {
    return store.holdsBack(tx, id, registration);
  }

  boolean hasFailed(Tx tx, ScheduledEmailId id) {
    return store.find(tx, id).filter(it -> it.state() == Canary.State.FAILED).isPresent();
  }

  /// Whether an email planned now may need a canary: then its deliveries are planned as held back.
  ///
  /// @param wish a person's, instead of what is configured
  boolean isWanted(Optional<Share> wish) {
    return !wish.orElse(policy.share()).isNone();
  }

  /// Right after an email was planned with everybody held back: chooses those who go first, or lets
  /// everybody go when there are too few.
  void begin(Tx tx, ScheduledEmailId id, Optional<Share> wish, Instant now) {
    Share share = wish.orElse(policy.share());
    int all = store.heldBack(tx, id);
    int first = Math.max(CanaryPolicy.LEAST, share.from(all));
    if (first >= all || (wish.isEmpty() && all < policy.minAudience())) {
      Optional<Long> next = Optional.of(0L);
      while (next.isPresent()) {
        next = release(tx, id, now, next.get());
      }
      return;
    }
    store.choose(tx, id, first, now);
    store.insert(tx, id, share, first, all - first, now);
    LOG.info("email={} canary=probing recipients={} held_back={}", id, first, all - first);
  }

  /// A person lets the rest go without or against the verdict: some of it at once, and all of it by
  /// and by. The email is locked.
  ///
  /// @return false when nothing was held back
  boolean release(Tx tx, ScheduledEmailId id) {
    Optional<Canary> canary = store.find(tx, id);
    if (canary.isEmpty() || canary.get().letsTheRestGo()) {
      return false;
    }
    Instant now = clock.instant();
    String before = canary.get().words();
    store.decide(
        tx,
        id,
        Canary.State.RELEASED,
        before.isEmpty()
            ? "a person did not wait for the verdict"
            : "a person overruled: " + before,
        now);
    release(tx, id, now, 0);
    return true;
  }

  private Pass judge(Tx tx, ScheduledEmailId id) {
    Optional<ScheduledEmail> email = emails.lock(tx, id);
    if (email.filter(Canaries::isSending).isEmpty()) {
      return Pass.NOTHING;
    }
    Optional<Canary> canary = store.find(tx, id);
    if (canary.isEmpty()) {
      return Pass.NOTHING;
    }
    Instant now = clock.instant();
    return switch (canary.get().state()) {
      case PASSED, RELEASED -> Pass.NOTHING;
      // It was paused for another reason meanwhile; the verdict still stands.
      case FAILED -> hold(tx, id, now);
      case PROBING -> {
        CanaryNumbers numbers = store.numbers(tx, id);
        store.note(tx, id, numbers);
        yield switch (policy.verdict(numbers, now)) {
          case CanaryPolicy.Verdict.Wait _ -> Pass.NOTHING;
          case CanaryPolicy.Verdict.Pass(String words) -> {
            store.decide(tx, id, Canary.State.PASSED, words, now);
            LOG.info("email={} canary=passed words=\"{}\"", id, words);
            yield new Pass(1, 0);
          }
          case CanaryPolicy.Verdict.Fail(String words) -> {
            store.decide(tx, id, Canary.State.FAILED, words, now);
            LOG.warn("email={} canary=failed words=\"{}\"", id, words);
            yield hold(tx, id, now);
          }
        };
      }
    };
  }

  private Pass hold(Tx tx, ScheduledEmailId id, Instant now) {
    return new Pass(0, emails.hold(tx, id, StatusReason.Hold.CANARY, now) ? 1 : 0);
  }

  private static boolean isSending(ScheduledEmail email) {
    return email.status() == ScheduledEmailStatus.SENDING;
  }
}
