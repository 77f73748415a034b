package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import mailctl.campaign.Experiment;
import mailctl.campaign.ScheduledEmail;

/// The versions of an email, and how they do.
///
/// @param state empty before it starts
/// @param first what became of those who went first, for each version
/// @param rest of those who got their version later, or have none yet
/// @param waiting how many wait for the decision
/// @param leader the best of those that can win
/// @param p how surely the leader differs from the others, at any time
/// @param excluded cannot win: they drew more complaints
public record ExperimentReport(
    ScheduledEmail email,
    Experiment experiment,
    Optional<ExperimentState> state,
    List<VariantNumbers> first,
    List<VariantNumbers> rest,
    int waiting,
    Optional<String> leader,
    double p,
    List<String> excluded) {
  public ExperimentReport {
    requireNonNull(email, "email is null");
    requireNonNull(experiment, "experiment is null");
    requireNonNull(state, "state is null");
    first = List.copyOf(first);
    rest = List.copyOf(rest);
    requireNonNull(leader, "leader is null");
    excluded = List.copyOf(excluded);
  }

  ExperimentReport(
      ScheduledEmail email,
      Experiment experiment,
      Optional<ExperimentState> state,
      List<VariantNumbers> first,
      List<VariantNumbers> rest,
      int waiting,
      Contest.Standing standing) {
    this(
        email,
        experiment,
        state,
        first,
        rest,
        waiting,
        standing.leader(),
        standing.p(),
        standing.excluded());
  }

  static ExperimentReport notStarted(ScheduledEmail email, Experiment experiment) {
    return new ExperimentReport(
        email,
        experiment,
        Optional.empty(),
        List.of(),
        List.of(),
        0,
        Optional.empty(),
        1,
        List.of());
  }

  /// `p` as it is written.
  public String figure() {
    return Contest.text(p);
  }

  /// Where the rate of a version by the metric may lie.
  public Interval interval(VariantNumbers numbers) {
    return Interval.of(numbers.successes(experiment.terms().metric()), numbers.sent());
  }
}
