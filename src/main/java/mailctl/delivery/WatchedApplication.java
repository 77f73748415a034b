package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import mailctl.database.Tx;
import mailctl.delivery.EventMatcher.Match;

/// Applies provider events and tells what that changed. Costs about twice as much as applying them.
public final class WatchedApplication {
  /// @param differences what changed in deliveries and their attempts, and which suppressions came
  public record Watched(AppliedEvents applied, List<Difference> differences) {
    public Watched {
      requireNonNull(applied, "applied is null");
      differences = List.copyOf(differences);
    }
  }

  private final EventApplication application;
  private final EventMatcher matcher;
  private final SubmissionStore submissions;
  private final FoldStore rows;
  private final TravelStore travel;

  WatchedApplication(
      EventApplication application,
      EventMatcher matcher,
      SubmissionStore submissions,
      FoldStore rows,
      TravelStore travel) {
    this.application = requireNonNull(application, "application is null");
    this.matcher = requireNonNull(matcher, "matcher is null");
    this.submissions = requireNonNull(submissions, "submissions is null");
    this.rows = requireNonNull(rows, "rows is null");
    this.travel = requireNonNull(travel, "travel is null");
  }

  /// As `EventApplication.apply`.
  public Watched apply(Tx tx, List<ReceivedEvent> events) {
    Set<DeliveryId> deliveries = new HashSet<>();
    Set<String> emails = new TreeSet<>();
    Set<SubmissionId> unproven = new HashSet<>();
    for (Match match : matcher.match(tx, events)) {
      switch (match) {
        case Match.Found(_, MatchedAttempt attempt) -> {
          deliveries.add(attempt.delivery());
          emails.add(attempt.email().toLowerCase(Locale.ROOT));
          if (!attempt.accepted()) {
            unproven.add(attempt.submission());
          }
        }
        case Match.Wish(ReceivedEvent event) ->
            emails.add(event.event().origin().email().strip().toLowerCase(Locale.ROOT));
        case Match.NotFound _, Match.OtherInstallation _, Match.NotAboutAMessage _ -> {}
      }
    }
    // The first event of a request proves all of it accepted.
    if (!unproven.isEmpty()) {
      deliveries.addAll(submissions.deliveries(tx, unproven));
    }
    Map<DeliveryId, DeliverySnapshot> before = snapshots(tx, deliveries);
    SortedMap<String, String> known = travel.suppressions(tx, emails);
    AppliedEvents applied = application.apply(tx, events);
    if (applied.applied() == 0) {
      return new Watched(applied, List.of());
    }
    List<Difference> differences = new ArrayList<>();
    snapshots(tx, deliveries)
        .forEach((id, after) -> differences.addAll(requireNonNull(before.get(id)).to(after)));
    SortedMap<String, String> suppressions = travel.suppressions(tx, emails);
    suppressions.keySet().removeAll(known.keySet());
    suppressions.values().forEach(each -> differences.add(Difference.of("suppression", "", each)));
    return new Watched(applied, differences);
  }

  /// In id order.
  private Map<DeliveryId, DeliverySnapshot> snapshots(Tx tx, Set<DeliveryId> deliveries) {
    if (deliveries.isEmpty()) {
      return new HashMap<>();
    }
    Map<DeliveryId, DeliverySnapshot> snapshots = new LinkedHashMap<>();
    for (FoldStore.Row row : rows.load(tx, deliveries)) {
      SortedMap<Integer, Accumulator> attempts = new TreeMap<>();
      row.attempts().forEach(attempt -> attempts.put(attempt.number(), attempt.events()));
      DeliveryId id = row.inputs().id();
      snapshots.put(id, new DeliverySnapshot(id, row.state(), attempts));
    }
    return snapshots;
  }
}
