package mailctl.policy;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import mailctl.suppression.Suppression;

/// What a policy would change about who is mailed, and the rows that this takes.
///
/// @param suppressed mailed now, and not by that policy
/// @param released not mailed now, and mailed by that policy
/// @param kept spam reports that it would release, which need a person's insistence
public record PolicyChange(List<Line> suppressed, List<Line> released, List<Line> kept, Rows rows) {
  /// An address and what decides about it.
  ///
  /// @param because the fault that suppresses it, or that no longer does
  /// @param at when that happened
  public record Line(String address, String because, Instant at) {
    public Line {
      requireNonNull(address, "address is null");
      requireNonNull(because, "because is null");
      requireNonNull(at, "at is null");
    }

    static Line of(Incident incident) {
      return new Line(
          incident.address(), incident.fault().map(Fault::toString).orElse(""), incident.at());
    }
  }

  /// What is to be done to the table.
  record Rows(List<Suppression> add, List<Long> restore, List<Long> lift) {}

  public PolicyChange {
    suppressed = List.copyOf(suppressed);
    released = List.copyOf(released);
    kept = List.copyOf(kept);
  }

  public boolean isEmpty() {
    return rows.add().isEmpty() && rows.restore().isEmpty() && rows.lift().isEmpty();
  }

  /// A change that grows, address by address.
  static final class Making {
    private final BouncePolicy policy;
    private final boolean force;
    private final Map<String, List<PolicyStore.Standing>> standing;
    private final List<Line> suppressed = new ArrayList<>();
    private final List<Line> released = new ArrayList<>();
    private final List<Line> kept = new ArrayList<>();
    private final List<Suppression> add = new ArrayList<>();
    private final List<Long> restore = new ArrayList<>();
    private final List<Long> lift = new ArrayList<>();

    Making(BouncePolicy policy, boolean force, List<PolicyStore.Standing> standing) {
      this.policy = policy;
      this.force = force;
      this.standing =
          standing.stream().collect(Collectors.groupingBy(PolicyStore.Standing::address));
    }

    /// @param incidents all of one address
    void judge(List<Incident> incidents) {
      List<PolicyStore.Standing> rows =
          standing.getOrDefault(incidents.getFirst().address(), List.of());
      Optional<Instant> lifted =
          rows.stream()
              .filter(row -> row.lifted().filter(by -> !byPolicy(by)).isPresent())
              .flatMap(row -> row.liftedAt().stream())
              .max(Instant::compareTo);
      Map<String, Incident> all =
          incidents.stream().collect(Collectors.toMap(Incident::evidence, Function.identity()));
      Map<String, Incident> suppressing =
          Judgement.of(policy, incidents, lifted).stream()
              .collect(Collectors.toMap(Incident::evidence, Function.identity()));
      Set<String> known = new HashSet<>();
      boolean before = false;
      boolean after = false;
      Optional<Incident> gone = Optional.empty();
      Optional<Incident> come = Optional.empty();
      for (PolicyStore.Standing row : rows) {
        known.add(row.evidence());
        before |= row.lifted().isEmpty();
        Incident incident = all.get(row.evidence());
        if (incident == null) {
          after |= row.lifted().isEmpty();
        } else if (row.lifted().isEmpty() && !suppressing.containsKey(row.evidence())) {
          if (row.reason().equals("spam_report") && !force) {
            kept.add(Line.of(incident));
            after = true;
          } else {
            lift.add(row.id());
            gone = Optional.of(incident);
          }
        } else if (row.lifted().isEmpty()) {
          after = true;
        } else if (row.lifted().filter(Making::byPolicy).isPresent()
            && suppressing.containsKey(row.evidence())
            && isAfter(incident, lifted)) {
          restore.add(row.id());
          come = Optional.of(incident);
        }
      }
      for (Incident incident : suppressing.values()) {
        if (!known.contains(incident.evidence()) && isAfter(incident, lifted)) {
          add.add(incident.suppression());
          come = Optional.of(incident);
        }
      }
      after |= come.isPresent();
      if (!before && after) {
        come.map(Line::of).ifPresent(suppressed::add);
      }
      if (before && !after) {
        gone.map(Line::of).ifPresent(released::add);
      }
    }

    PolicyChange change() {
      return new PolicyChange(suppressed, released, kept, new Rows(add, restore, lift));
    }

    private static boolean byPolicy(String by) {
      return by.startsWith(PolicyStore.BY_POLICY);
    }

    private static boolean isAfter(Incident incident, Optional<Instant> lifted) {
      return lifted.filter(at -> !at.isBefore(incident.at())).isEmpty();
    }
  }
}
