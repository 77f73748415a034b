package mailctl.backfill;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.provider.ProviderOptOuts;
import mailctl.provider.ProviderRecords;
import mailctl.provider.ProviderRecords.Answer;
import mailctl.provider.ProviderRecords.ListEntry;
import mailctl.provider.ProviderRecords.SuppressionList;
import mailctl.suppression.ErasureStore;
import mailctl.suppression.Scope;
import mailctl.suppression.Suppression;
import mailctl.suppression.SuppressionEntry;
import mailctl.suppression.SuppressionReason;
import mailctl.suppression.SuppressionStore;

/// Compares our suppressions with the provider's lists, both ways, and brings them together. Blocks
/// say nothing against an address and are left alone.
public final class ListSync {
  private static final List<SuppressionList> LISTS =
      List.of(
          SuppressionList.BOUNCES,
          SuppressionList.SPAM_REPORTS,
          SuppressionList.UNSUBSCRIBES,
          SuppressionList.INVALID_EMAILS);
  private static final int PAGE = 5_000;

  private final Database database;
  private final InstantSource clock;
  private final Supplier<ProviderRecords> records;
  private final Supplier<ProviderOptOuts> optOuts;
  private final SuppressionStore suppressions;
  private final ErasureStore erasures = new ErasureStore();

  /// What the provider is asked through is opened for each use, and closed after it.
  public ListSync(
      Database database,
      InstantSource clock,
      Supplier<ProviderRecords> records,
      Supplier<ProviderOptOuts> optOuts,
      SuppressionStore suppressions) {
    this.database = requireNonNull(database, "database is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.records = requireNonNull(records, "records is null");
    this.optOuts = requireNonNull(optOuts, "optOuts is null");
    this.suppressions = requireNonNull(suppressions, "suppressions is null");
  }

  /// Reads all lists, whole: half a list would suppress again what only another page explains.
  ///
  /// @param force takes addresses off the provider's spam reports, too, that were lifted here
  /// @throws Refusal (UNAVAILABLE, DENIED) when a list cannot be read
  public SyncPlan plan(boolean force) {
    List<ListEntry> theirs = new ArrayList<>();
    try (ProviderRecords open = records.get()) {
      for (SuppressionList list : LISTS) {
        read(open, list, theirs);
      }
    }
    SyncPlan.Making making = new SyncPlan.Making(force);
    for (int from = 0; from < theirs.size(); from += PAGE) {
      List<ListEntry> page = theirs.subList(from, Math.min(theirs.size(), from + PAGE));
      List<String> emails = page.stream().map(ListEntry::email).toList();
      Map<String, List<SuppressionEntry>> ours =
          database.transaction(tx -> suppressions.of(tx, emails));
      Set<String> erased = database.transaction(tx -> erasures.of(tx, emails).keySet());
      for (ListEntry entry : page) {
        if (erased.contains(lower(entry))) {
          // Suppressed here by its hash, and not to be written down again.
          making.agreed();
        } else {
          making.theirs(entry, ours.getOrDefault(lower(entry), List.of()));
        }
      }
    }
    ours(theirs).forEach(making::ours);
    return making.plan();
  }

  private void read(ProviderRecords open, SuppressionList list, List<ListEntry> into) {
    Instant until = clock.instant().plus(Duration.ofDays(1));
    for (int page = 0; ; page++) {
      switch (open.suppressions(list, Instant.EPOCH, until, page)) {
        case Answer.Found<ListEntry>(List<ListEntry> entries, boolean more) -> {
          into.addAll(
              entries.stream().filter(each -> Suppression.isAddress(each.email())).toList());
          if (!more) {
            return;
          }
        }
        case Answer.NotOffered<ListEntry>(String words) ->
            throw unreadable(Refusal.Kind.DENIED, list, words);
        case Answer.Failed<ListEntry>(boolean denied, String words) ->
            throw unreadable(denied ? Refusal.Kind.DENIED : Refusal.Kind.UNAVAILABLE, list, words);
      }
    }
  }

  private static Refusal unreadable(Refusal.Kind kind, SuppressionList list, String words) {
    return new Refusal(
        kind,
        "SendGrid's list " + ListBackfill.name(list) + " cannot be read: " + words,
        "mailctl doctor");
  }

  /// Whom we mail nothing at all, and the provider does not know.
  private Set<String> ours(List<ListEntry> theirs) {
    Set<String> known = new HashSet<>();
    theirs.forEach(entry -> known.add(lower(entry)));
    Set<String> missing = new TreeSet<>();
    long after = 0;
    while (true) {
      long from = after;
      List<SuppressionEntry> page = database.transaction(tx -> suppressions.list(tx, from, PAGE));
      for (SuppressionEntry entry : page) {
        String email = entry.suppression().email();
        boolean named = entry.suppression().reason() != SuppressionReason.ERASED;
        boolean everywhere = entry.suppression().scope() instanceof Scope.Global;
        if (named && everywhere && !known.contains(email)) {
          missing.add(email);
        }
        after = entry.id().value();
      }
      if (page.size() < PAGE) {
        return missing;
      }
    }
  }

  /// Does what the plan says: here first, in one transaction, then there. What fails there is said,
  /// and found again by the next plan.
  public SyncResult apply(SyncPlan plan) {
    int added =
        database.transaction(
            tx ->
                suppressions.add(
                    tx, plan.suppressHere().stream().map(ListBackfill::suppression).toList()));
    Map<String, String> failures = new LinkedHashMap<>();
    int released = 0;
    int suppressed = 0;
    try (ProviderOptOuts open = optOuts.get()) {
      for (ListEntry entry : plan.releaseThere()) {
        var failure = open.release(entry.list(), entry.email());
        failure.ifPresent(words -> failures.put(entry.email(), words));
        released += failure.isEmpty() ? 1 : 0;
      }
      for (int from = 0; from < plan.suppressThere().size(); from += ProviderOptOuts.MOST) {
        List<String> some =
            plan.suppressThere()
                .subList(from, Math.min(plan.suppressThere().size(), from + ProviderOptOuts.MOST));
        var failure = open.suppress(some);
        failure.ifPresent(words -> some.forEach(each -> failures.put(each, words)));
        suppressed += failure.isEmpty() ? some.size() : 0;
      }
    }
    return new SyncResult(added, released, suppressed, failures);
  }

  private static String lower(ListEntry entry) {
    return entry.email().toLowerCase(Locale.ROOT);
  }
}
