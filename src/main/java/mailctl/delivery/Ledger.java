package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import mailctl.database.Database;

/// Proves the conservation law: all recipients of an email are somewhere, each in one place, and
/// what the places say agrees with the attempts, the submissions and the history. Only reads. Each
/// law is checked at one moment, so that mail going out meanwhile does not look like a mistake.
public final class Ledger {
  /// A lease may have run out for that long before somebody takes over.
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /// A delivery that breaks one of these is none that the fold could have made, nor can it be read
  /// to be compared.
  private static final Set<String> UNREADABLE = Set.of("one_status", "due");

  private final Database database;
  private final LedgerStore store;
  private final Rebuild rebuild;
  private final InstantSource clock;

  Ledger(Database database, LedgerStore store, Rebuild rebuild, InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.store = requireNonNull(store, "store is null");
    this.rebuild = requireNonNull(rebuild, "rebuild is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// The emails of a scope, one after the other; not of a single delivery.
  ///
  /// @param limit how many rows that break a law are named
  public void verify(Rebuild.Scope scope, int limit, Consumer<EmailBooks> each) {
    Optional<LedgerStore.Email> next = next(scope, 0);
    while (next.isPresent()) {
      each.accept(books(next.get(), limit));
      next = next(scope, next.get().id());
    }
  }

  /// The laws that are about no email.
  public List<BrokenLaw> verifyInstallation(int limit) {
    List<BrokenLaw> broken = new ArrayList<>(check(Laws.OF_THE_INSTALLATION, 0, limit));
    for (Law law : Laws.OF_THE_HISTORY) {
      checkHistory(law, limit).ifPresent(broken::add);
    }
    return broken;
  }

  /// Month by month: a statement over all of the history would outlast its time limit.
  private Optional<BrokenLaw> checkHistory(Law law, int limit) {
    List<BrokenLaw.Row> rows = new ArrayList<>();
    long count = 0;
    for (String month : database.transaction(store::months)) {
      Optional<BrokenLaw> found =
          database.transaction(tx -> store.checkMonth(tx, law, month, limit));
      if (found.isPresent()) {
        count += found.get().count();
        found.get().rows().stream().limit(limit - rows.size()).forEach(rows::add);
      }
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(new BrokenLaw(law.name(), law.sentence(), count, rows));
  }

  private Optional<LedgerStore.Email> next(Rebuild.Scope scope, long after) {
    return database.transaction(tx -> store.next(tx, scope, after));
  }

  private EmailBooks books(LedgerStore.Email email, int limit) {
    LedgerStore.Counts counts = database.transaction(tx -> store.counts(tx, email.id()));
    List<BrokenLaw> broken = new ArrayList<>();
    sumIsTheWhole(email, counts).ifPresent(broken::add);
    broken.addAll(check(Laws.OF_AN_EMAIL, email.id(), limit));
    Differing statuses = new Differing(limit);
    Differing accumulators = new Differing(limit);
    Differing ladder = new Differing(limit);
    long pruned = 0;
    if (broken.stream().noneMatch(each -> UNREADABLE.contains(each.law()))) {
      Consumer<Difference> sort =
          each -> (each.attempt().isPresent() ? accumulators : statuses).add(each);
      pruned = rebuild.compare(new Rebuild.Scope.OfEmail(email.id()), sort, ladder::add).pruned();
    }
    statuses
        .as("fold", "a status is what follows from the decisions and the attempts")
        .ifPresent(broken::add);
    accumulators
        .as("accumulators", "what an attempt has counted is what the history says")
        .ifPresent(broken::add);
    return new EmailBooks(
        email.id(),
        email.name(),
        counts.recipients(),
        counts.statuses(),
        counts.skipped(),
        pruned,
        broken,
        ladder
            .as("retry_ladder", "by the retry settings of now they would be tried at other times")
            .map(List::of)
            .orElse(List.of()));
  }

  private static Optional<BrokenLaw> sumIsTheWhole(
      LedgerStore.Email email, LedgerStore.Counts counts) {
    long sum = counts.statuses().values().stream().mapToLong(Long::longValue).sum();
    return sum == counts.planned()
        ? Optional.empty()
        : Optional.of(
            new BrokenLaw(
                "sum",
                "all recipients that were planned are deliveries, each in one status",
                1,
                List.of(
                    new BrokenLaw.Row(
                        "email",
                        email.id(),
                        counts.planned() + " were planned, but the statuses add up to " + sum))));
  }

  private List<BrokenLaw> check(List<Law> laws, long email, int limit) {
    Instant deadBefore = clock.instant().minus(MARGIN);
    List<BrokenLaw> broken = new ArrayList<>();
    for (Law law : laws) {
      database
          .transaction(tx -> store.check(tx, law, email, deadBefore, limit))
          .ifPresent(broken::add);
    }
    return broken;
  }

  /// Counts differences and keeps the first.
  private static final class Differing {
    private final int limit;
    private final List<BrokenLaw.Row> rows = new ArrayList<>();
    private long count;

    Differing(int limit) {
      this.limit = limit;
    }

    void add(Difference each) {
      count++;
      if (rows.size() < limit) {
        String attempt =
            each.attempt().isPresent() ? "attempt " + each.attempt().getAsInt() + ": " : "";
        rows.add(
            new BrokenLaw.Row(
                "delivery",
                each.delivery().orElseThrow().value(),
                attempt
                    + each.field()
                    + " is "
                    + shown(each.before())
                    + ", not "
                    + shown(each.after())));
      }
    }

    Optional<BrokenLaw> as(String law, String sentence) {
      return count == 0 ? Optional.empty() : Optional.of(new BrokenLaw(law, sentence, count, rows));
    }

    private static String shown(String value) {
      return value.isEmpty() ? "empty" : value;
    }
  }
}
