package mailctl.backfill;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailctl.database.Tx;
import mailctl.delivery.AppliedEvents;
import mailctl.delivery.DeliveryId;
import mailctl.delivery.Reference;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderRecords;
import mailctl.provider.ProviderRecords.Answer;
import mailctl.provider.ProviderRecords.ListEntry;
import mailctl.provider.ProviderRecords.SuppressionList;
import mailctl.suppression.Scope;
import mailctl.suppression.Suppression;
import mailctl.suppression.SuppressionEntry;
import mailctl.suppression.SuppressionReason;
import mailctl.suppression.SuppressionSource;
import mailctl.suppression.SuppressionStore;

/// Reads the provider's suppression lists: says of a message how it ended when no other can be
/// meant, and else only suppresses the address.
final class ListBackfill {
  private final ProviderRecords records;
  private final Evidence evidence;
  private final String installation;
  private final AttributionStore attributions = new AttributionStore();
  private final SuppressionStore suppressions = new SuppressionStore();

  ListBackfill(ProviderRecords records, Evidence evidence, String installation) {
    this.records = requireNonNull(records, "records is null");
    this.evidence = requireNonNull(evidence, "evidence is null");
    this.installation = requireNonNull(installation, "installation is null");
  }

  static String name(SuppressionList list) {
    return list.name().toLowerCase(Locale.ROOT);
  }

  /// @param settled references of messages whose end another source told in this run
  SourceReport run(
      SuppressionList list, Instant since, Instant until, boolean dryRun, Set<String> settled) {
    Tally tally = new Tally(name(list));
    for (int page = 0; ; page++) {
      switch (records.suppressions(list, since, until, page)) {
        case Answer.Found<ListEntry>(List<ListEntry> entries, boolean more) -> {
          if (!entries.isEmpty()) {
            evidence.run(dryRun, tx -> apply(tx, entries, settled)).addTo(tally);
          }
          if (!more) {
            return tally.report();
          }
        }
        case Answer.NotOffered<ListEntry> answer -> {
          tally.notOffered(answer);
          return tally.report();
        }
        case Answer.Failed<ListEntry> answer -> {
          tally.failed(answer);
          return tally.report();
        }
      }
    }
  }

  /// What a page came to; made anew when its transaction is repeated.
  private record Page(
      int found,
      int applied,
      int suppressed,
      int known,
      int foreign,
      Map<ListEntry, String> unattributed) {
    void addTo(Tally tally) {
      tally.found += found;
      tally.applied += applied;
      tally.suppressed += suppressed;
      tally.known += known;
      tally.foreign += foreign;
      unattributed.forEach(tally::unattributed);
    }
  }

  private Page apply(Tx tx, List<ListEntry> entries, Set<String> settled) {
    Set<String> emails = new HashSet<>();
    entries.forEach(entry -> emails.add(email(entry)));
    Set<String> registered = attributions.known(tx, emails);
    Map<String, List<Candidate>> accepted = attributions.accepted(tx, emails);
    Map<String, List<SuppressionEntry>> suppressed = suppressions.of(tx, emails);
    List<ProviderEvent> events = new ArrayList<>();
    List<Suppression> addresses = new ArrayList<>();
    Map<ListEntry, String> unattributed = new java.util.LinkedHashMap<>();
    int known = 0;
    int foreign = 0;
    for (ListEntry entry : entries) {
      String email = email(entry);
      List<Candidate> attempts = accepted.getOrDefault(email, List.of());
      if (!registered.contains(email) && attempts.isEmpty()) {
        foreign++;
        continue;
      }
      switch (Attribution.of(entry, unsettled(attempts, settled))) {
        case Attribution.Known _ -> known++;
        case Attribution.Of(Candidate attempt) ->
            events.add(ListEvents.event(entry, Optional.of(reference(attempt))));
        case Attribution.Ambiguous(int candidates) -> {
          unattributed.put(entry, "any of " + candidates + " messages can be meant");
          known += suppress(entry, suppressed.getOrDefault(email, List.of()), addresses);
        }
        case Attribution.Nobody _ -> {
          boolean toldInThisRun = unsettled(attempts, settled).size() < attempts.size();
          int knownAlready =
              toldInThisRun
                  ? 1
                  : suppress(entry, suppressed.getOrDefault(email, List.of()), addresses);
          known += knownAlready;
          if (knownAlready == 0) {
            unattributed.put(entry, "no message of ours without an end was on its way");
          }
        }
      }
    }
    AppliedEvents result = evidence.apply(tx, events);
    int added = suppressions.add(tx, addresses);
    return new Page(
        entries.size(),
        result.applied(),
        added,
        known + result.duplicates(),
        foreign + result.otherInstallation() + result.unapplied().size(),
        unattributed);
  }

  private List<Candidate> unsettled(List<Candidate> attempts, Set<String> settled) {
    return attempts.stream().filter(each -> !settled.contains(reference(each))).toList();
  }

  /// Adds the address to those to suppress, unless we know that already or a person has lifted it
  /// since; says whether we knew.
  private static int suppress(
      ListEntry entry, List<SuppressionEntry> suppressed, List<Suppression> addresses) {
    Optional<SuppressionReason> reason = ListEvents.reason(entry);
    if (reason.isEmpty() || !Suppression.isAddress(entry.email())) {
      return 0;
    }
    for (SuppressionEntry each : suppressed) {
      if (isKnown(entry, reason.get(), each)) {
        return 1;
      }
    }
    addresses.add(suppression(entry));
    return 0;
  }

  /// No mail at all to an address that stands on a list other than the blocks.
  static Suppression suppression(ListEntry entry) {
    return new Suppression(
        email(entry),
        new Scope.Global(),
        ListEvents.reason(entry).orElseThrow(),
        SuppressionSource.PROVIDER_EVENT,
        "sendgrid list %s %d".formatted(name(entry.list()), entry.createdAt().getEpochSecond()),
        entry.createdAt());
  }

  private static boolean isKnown(
      ListEntry entry, SuppressionReason reason, SuppressionEntry suppression) {
    boolean sameFact =
        suppression.suppression().reason() == reason
            && java.time.Duration.between(
                        suppression.suppression().suppressedAt(), entry.createdAt())
                    .abs()
                    .compareTo(Attribution.SAME)
                <= 0;
    boolean liftedSince =
        suppression.lifted().filter(lifted -> !lifted.at().isBefore(entry.createdAt())).isPresent();
    return sameFact || liftedSince;
  }

  private String reference(Candidate attempt) {
    return new Reference(installation, new DeliveryId(attempt.delivery()), attempt.number())
        .toString();
  }

  private static String email(ListEntry entry) {
    return entry.email().toLowerCase(Locale.ROOT);
  }
}
