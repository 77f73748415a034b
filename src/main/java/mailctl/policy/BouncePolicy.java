package mailctl.policy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import mailctl.policy.Fault.Kind;

/// Rules for every fault, and how many counted ones are too many.
///
/// @param rules for each kind, by detail; `default` is for the rest
/// @param events so many counted faults of one address...
/// @param within ... in so long a time suppress it; a message that is delivered starts the count
///   anew
public record BouncePolicy(Map<Kind, Map<String, Action>> rules, int events, Duration within) {
  static final String REST = "default";

  /// What holds until a person says otherwise.
  public static final BouncePolicy USUAL =
      new BouncePolicy(
          Map.of(
              Kind.HARD, Map.of(REST, Action.SUPPRESS),
              Kind.SOFT, Map.of(REST, Action.IGNORE),
              Kind.COMPLAINT, Map.of(REST, Action.SUPPRESS),
              Kind.DROP, Map.of(REST, Action.SUPPRESS)),
          5,
          Duration.ofDays(30));

  public BouncePolicy {
    rules = Map.copyOf(rules);
    requireNonNull(within, "within is null");
    if (events < 2 || !within.isPositive()) {
      throw new IllegalArgumentException("a threshold is two or more in some time");
    }
    for (Kind kind : Kind.values()) {
      if (!rules.containsKey(kind)) {
        throw new IllegalArgumentException("no rule for " + kind);
      }
    }
  }

  public Action action(Fault fault) {
    if (fault.isWish()) {
      return Action.SUPPRESS;
    }
    if (!fault.isAboutAddress()) {
      return Action.IGNORE;
    }
    Map<String, Action> section = requireNonNull(rules.get(fault.kind()), "no such section");
    Action rest = requireNonNull(section.get(REST), "no rule for the rest");
    return section.getOrDefault(fault.detail(), rest);
  }

  /// Whether anything is counted at all.
  public boolean counts() {
    return rules.values().stream().anyMatch(section -> section.containsValue(Action.COUNT));
  }
}
