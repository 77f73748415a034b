package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BinaryOperator;
import mailctl.database.Tx;
import mailctl.delivery.EventMatcher.Match;
import mailctl.policy.Fault;
import mailctl.policy.Incident;
import mailctl.policy.PolicyJudge;
import mailctl.provider.ProviderEvent;
import mailctl.suppression.Scope;
import mailctl.suppression.Suppression;
import mailctl.suppression.SuppressionStore;

/// Applies provider events to the deliveries they are about: drain, fold, decide. A batch is
/// applied by a handful of statements; an event that was applied before changes nothing.
public final class EventApplication {
  private static final Comparator<HistoryRow> BY_KEY =
      Comparator.comparing(HistoryRow::occurredAt).thenComparing(HistoryRow::fingerprint);

  private final EventMatcher matcher;
  private final HistoryHorizon horizon = new HistoryHorizon();
  private final HistoryStore history;
  private final EventMeaning meaning;
  private final SubmissionStore submissions;
  private final Refold refold;
  private final SuppressionStore suppressions;
  private final PolicyJudge judge;
  private final EvidenceStore evidence;
  private final DomainPace pace;

  EventApplication(
      EventMatcher matcher,
      HistoryStore history,
      EventMeaning meaning,
      SubmissionStore submissions,
      Refold refold,
      SuppressionStore suppressions,
      EvidenceStore evidence,
      DomainPace pace) {
    this.matcher = requireNonNull(matcher, "matcher is null");
    this.history = requireNonNull(history, "history is null");
    this.meaning = requireNonNull(meaning, "meaning is null");
    this.submissions = requireNonNull(submissions, "submissions is null");
    this.refold = requireNonNull(refold, "refold is null");
    this.suppressions = requireNonNull(suppressions, "suppressions is null");
    this.judge = new PolicyJudge(suppressions);
    this.evidence = requireNonNull(evidence, "evidence is null");
    this.pace = requireNonNull(pace, "pace is null");
  }

  /// At most some thousands of events at a time, in any order.
  public AppliedEvents apply(Tx tx, List<ReceivedEvent> events) {
    Sorted sorted = sort(horizon.turnAwayOlder(tx, matcher.match(tx, events)));
    Set<UUID> added = history.add(tx, sorted.rows());
    Map<UUID, Match.Found> fresh = new HashMap<>(sorted.found());
    fresh.keySet().retainAll(added);

    refold.run(tx, touched(tx, fresh), accumulators(fresh));
    suppressions.add(tx, decide(tx, fresh, sorted, added));
    pace.count(tx, fresh.values());
    return new AppliedEvents(
        added.size(),
        sorted.historic() - added.size(),
        sorted.otherInstallation(),
        sorted.notAboutAMessage(),
        sorted.unapplied());
  }

  /// Events by what is to be done with them. `historic` counts events that have a place in the
  /// history, those that stand twice in this very batch included; `waiting` are wishes that are
  /// honoured though their delivery is not there.
  private record Sorted(
      Map<UUID, Match.Found> found,
      Map<UUID, ReceivedEvent> wishes,
      List<ReceivedEvent> waiting,
      List<HistoryRow> rows,
      int historic,
      int otherInstallation,
      int notAboutAMessage,
      List<AppliedEvents.Unapplied> unapplied) {}

  private static Sorted sort(List<Match> matches) {
    Map<UUID, Match.Found> found = new HashMap<>();
    Map<UUID, ReceivedEvent> wishes = new HashMap<>();
    List<ReceivedEvent> waiting = new ArrayList<>();
    List<HistoryRow> rows = new ArrayList<>();
    List<AppliedEvents.Unapplied> unapplied = new ArrayList<>();
    int otherInstallation = 0;
    int notAboutAMessage = 0;
    int historic = 0;
    for (Match match : matches) {
      switch (match) {
        case Match.Found each -> {
          historic++;
          HistoryRow row = HistoryRow.of(each.event(), each.attempt());
          if (found.putIfAbsent(row.fingerprint(), each) == null) {
            rows.add(row);
          }
        }
        case Match.Wish each -> {
          historic++;
          HistoryRow row = HistoryRow.of(each.event(), null);
          if (wishes.putIfAbsent(row.fingerprint(), each.event()) == null) {
            rows.add(row);
          }
        }
        case Match.NotFound each -> {
          unapplied.add(new AppliedEvents.Unapplied(each.event(), each.reason(), each.detail()));
          if (each.honoured()) {
            waiting.add(each.event());
          }
        }
        case Match.OtherInstallation _ -> otherInstallation++;
        case Match.NotAboutAMessage _ -> notAboutAMessage++;
      }
    }
    rows.sort(BY_KEY);
    return new Sorted(
        found, wishes, waiting, rows, historic, otherInstallation, notAboutAMessage, unapplied);
  }

  /// The deliveries of the new events, and everybody who travelled with one whose submission we did
  /// not know to be accepted: one event of one attempt proves all of it accepted.
  private Set<DeliveryId> touched(Tx tx, Map<UUID, Match.Found> fresh) {
    Set<DeliveryId> touched = new HashSet<>();
    Set<SubmissionId> unproven = new TreeSet<>(Comparator.comparingLong(SubmissionId::value));
    for (Match.Found found : fresh.values()) {
      touched.add(found.attempt().delivery());
      if (!found.attempt().accepted()) {
        unproven.add(found.attempt().submission());
      }
    }
    if (!unproven.isEmpty()) {
      List<SubmissionId> proven = submissions.lockNotAccepted(tx, unproven);
      evidence.addProofs(tx, proofs(fresh, proven));
      submissions.prove(tx, proven);
      touched.addAll(submissions.deliveries(tx, proven));
    }
    return touched;
  }

  /// For each submission its earliest event.
  private static Map<SubmissionId, Evidence> proofs(
      Map<UUID, Match.Found> fresh, List<SubmissionId> proven) {
    Map<SubmissionId, HistoryRow> first = new HashMap<>();
    Set<SubmissionId> wanted = Set.copyOf(proven);
    for (Match.Found found : fresh.values()) {
      SubmissionId submission = found.attempt().submission();
      if (wanted.contains(submission)) {
        HistoryRow row = HistoryRow.of(found.event(), found.attempt());
        first.merge(submission, row, BinaryOperator.minBy(BY_KEY));
      }
    }
    Map<SubmissionId, Evidence> proofs = new LinkedHashMap<>();
    for (SubmissionId id : proven) {
      proofs.put(id, Evidence.event(requireNonNull(first.get(id))));
    }
    return proofs;
  }

  private Map<Long, Accumulator> accumulators(Map<UUID, Match.Found> fresh) {
    Map<Long, Accumulator> accumulators = new HashMap<>();
    fresh.forEach(
        (fingerprint, found) ->
            accumulators.merge(
                found.attempt().id(),
                meaning.of(found.event().event(), fingerprint),
                Accumulator::merge));
    return accumulators;
  }

  private List<Suppression> decide(
      Tx tx, Map<UUID, Match.Found> fresh, Sorted sorted, Set<UUID> added) {
    List<Suppression> decided = new ArrayList<>();
    List<Incident> faults = new ArrayList<>();
    fresh.forEach(
        (fingerprint, found) -> {
          ProviderEvent event = found.event().event();
          Optional<Fault> fault = Fault.of(event);
          if (fault.isPresent()) {
            String address = found.attempt().email().toLowerCase(Locale.ROOT);
            faults.add(new Incident(address, event.origin().occurredAt(), fingerprint, fault));
          } else {
            Scope group = new Scope.Organization(found.attempt().organizationId());
            SuppressionDecision.of(event, found.attempt().email(), group).ifPresent(decided::add);
          }
        });
    decided.addAll(judge.judge(tx, faults));
    sorted
        .wishes()
        .forEach(
            (key, wish) -> {
              if (added.contains(key)) {
                honour(wish).ifPresent(decided::add);
              }
            });
    // The same evidence each time that the delivery is looked for, so that this happens once.
    sorted.waiting().forEach(wish -> honour(wish).ifPresent(decided::add));
    return decided;
  }

  private static Optional<Suppression> honour(ReceivedEvent wish) {
    return SuppressionDecision.of(
        wish.event(), wish.event().origin().email().strip(), new Scope.Global());
  }
}
