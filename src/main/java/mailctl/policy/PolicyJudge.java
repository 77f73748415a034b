package mailctl.policy;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mailctl.database.Tx;
import mailctl.suppression.Suppression;
import mailctl.suppression.SuppressionEntry;
import mailctl.suppression.SuppressionStore;

/// Judges what has just been added to the history, by the policy in force.
public final class PolicyJudge {
  private final SuppressionStore suppressions;
  private final PolicyStore policies = new PolicyStore();
  private final IncidentStore history = new IncidentStore();

  public PolicyJudge(SuppressionStore suppressions) {
    this.suppressions = requireNonNull(suppressions, "suppressions is null");
  }

  /// The suppressions that follow; what is counted is counted together with what the history holds,
  /// which has `fresh` in it already.
  public List<Suppression> judge(Tx tx, Collection<Incident> fresh) {
    if (fresh.stream().allMatch(incident -> incident.fault().isEmpty())) {
      return List.of();
    }
    BouncePolicy policy = policies.share(tx);
    List<Suppression> decided = new ArrayList<>();
    TreeSet<String> counted = new TreeSet<>();
    for (Incident incident : fresh) {
      if (incident.fault().isEmpty()) {
        continue;
      }
      switch (policy.action(incident.fault().get())) {
        case SUPPRESS -> decided.add(incident.suppression());
        case COUNT -> counted.add(incident.address());
        case IGNORE -> {}
      }
    }
    if (!counted.isEmpty()) {
      Map<String, List<SuppressionEntry>> known = suppressions.of(tx, counted);
      history.of(tx, counted).stream()
          .collect(Collectors.groupingBy(Incident::address))
          .forEach(
              (address, incidents) -> {
                Optional<Instant> lifted = lifted(known.getOrDefault(address, List.of()));
                Judgement.of(policy, incidents, lifted).stream()
                    .filter(it -> policy.action(it.fault().orElseThrow()) == Action.COUNT)
                    .map(Incident::suppression)
                    .forEach(decided::add);
              });
    }
    return decided;
  }

  /// When a person last said that the address may be mailed again.
  private static Optional<Instant> lifted(List<SuppressionEntry> entries) {
    return entries.stream()
        .flatMap(entry -> entry.lifted().stream())
        .filter(lifted -> !lifted.by().startsWith(PolicyStore.BY_POLICY))
        .map(SuppressionEntry.Lifted::at)
        .max(Instant::compareTo);
  }
}
