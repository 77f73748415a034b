package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mailctl.campaign.Experiment;
import mailctl.campaign.Metric;
import mailctl.campaign.Variant;

/// Which version of an email is the better one, if any is. Pure: the same numbers get the same
/// verdict, and it may be asked after every single click.
///
/// One wins that differs from every other by the sequential test and does better; with several
/// pairs each must pass for all of them (Bonferroni). Nine tenths of alpha are for that, the last
/// one for the guard: one with significantly more complaints than another cannot win.
final class Contest {
  private static final double FOR_THE_METRIC = 0.9;
  private static final double FOR_THE_GUARD = 0.1;

  /// Fewer complaints stop nothing: one in a hundred says little.
  private static final int FEW_COMPLAINTS = 5;

  sealed interface Verdict {
    record Open() implements Verdict {}

    record Winner(String variant, String words) implements Verdict {}

    /// @param rest what the others get
    record NoWinner(String rest, String words) implements Verdict {}

    record Stop(String rest, String words) implements Verdict {}
  }

  private final Experiment experiment;
  private final Map<String, Double> weights = new HashMap<>();
  private final int pairs;

  Contest(Experiment experiment) {
    this.experiment = requireNonNull(experiment, "experiment is null");
    int versions = experiment.variants().size();
    this.pairs = versions * (versions - 1) / 2;
    for (Variant variant : experiment.variants()) {
      weights.put(variant.name(), (double) variant.weight().orElse(1));
    }
  }

  Verdict verdict(List<VariantNumbers> numbers, Instant deadline, Instant now) {
    List<VariantNumbers> all = complete(numbers);
    List<VariantNumbers> fit = fit(all);
    String rest = fit.getFirst().variant();
    int complained = all.stream().mapToInt(VariantNumbers::complained).sum();
    int sent = all.stream().mapToInt(VariantNumbers::sent).sum();
    Share most = new Share(experiment.terms().maxComplaints());
    if (complained >= FEW_COMPLAINTS && most.isExceededBy(complained, sent)) {
      return new Verdict.Stop(
          rest,
          format("%d of %,d complained (more than %s); ", complained, sent, most.text())
              + words(all));
    }
    boolean isOver = !now.isBefore(deadline);
    int least = experiment.terms().minRecipients();
    if (all.stream().anyMatch(each -> each.sent() < least)) {
      return isOver
          ? new Verdict.NoWinner(
              rest, format("fewer than %,d were sent of a variant; ", least) + words(all))
          : new Verdict.Open();
    }
    if (fit.size() == 1) {
      return new Verdict.Winner(rest, "the others drew more complaints; " + words(all));
    }
    VariantNumbers leader = leader(fit);
    double p = p(leader, fit);
    if (p <= alpha()) {
      return new Verdict.Winner(leader.variant(), words(all) + "; p = " + text(p));
    }
    return isOver
        ? new Verdict.NoWinner(rest, words(all) + "; p = " + text(p))
        : new Verdict.Open();
  }

  /// How it stands, whatever is decided.
  ///
  /// @param leader the best of those that can win, once anything was sent
  /// @param p how surely it differs from the others, at any time; 1 says nothing
  /// @param excluded those with significantly more complaints than another
  record Standing(Optional<String> leader, double p, List<String> excluded) {
    Standing {
      requireNonNull(leader, "leader is null");
      excluded = List.copyOf(excluded);
    }
  }

  Standing standing(List<VariantNumbers> numbers) {
    List<VariantNumbers> all = complete(numbers);
    List<VariantNumbers> fit = fit(all);
    VariantNumbers leader = leader(fit);
    return new Standing(
        leader.sent() == 0 ? Optional.empty() : Optional.of(leader.variant()),
        p(leader, fit),
        all.stream().filter(each -> !fit.contains(each)).map(VariantNumbers::variant).toList());
  }

  private List<VariantNumbers> fit(List<VariantNumbers> all) {
    return all.stream().filter(each -> !isWorse(each, all)).toList();
  }

  /// One for each version, in their order.
  List<VariantNumbers> complete(List<VariantNumbers> numbers) {
    List<VariantNumbers> all = new ArrayList<>();
    for (Variant variant : experiment.variants()) {
      all.add(
          numbers.stream()
              .filter(it -> it.variant().equals(variant.name()))
              .findFirst()
              .orElseGet(() -> VariantNumbers.none(variant.name())));
    }
    return all;
  }

  private double alpha() {
    return experiment.terms().alpha().doubleValue();
  }

  private VariantNumbers leader(List<VariantNumbers> fit) {
    Comparator<VariantNumbers> byRate = Comparator.comparingDouble(this::perWeight);
    return metric() == Metric.DELIVERED
        ? fit.stream().min(byRate).orElseThrow()
        : fit.stream().max(byRate).orElseThrow();
  }

  private double perWeight(VariantNumbers numbers) {
    return numbers.events(metric()) / weight(numbers);
  }

  private double p(VariantNumbers leader, List<VariantNumbers> fit) {
    double least =
        fit.stream()
            .filter(each -> each != leader)
            .mapToDouble(
                each -> logEvidence(leader, each, leader.events(metric()), each.events(metric())))
            .min()
            .orElse(0);
    return Math.min(1, pairs / FOR_THE_METRIC * Math.exp(-least));
  }

  private boolean isWorse(VariantNumbers one, List<VariantNumbers> all) {
    return all.stream()
        .anyMatch(
            other ->
                one.complained() / weight(one) > other.complained() / weight(other)
                    && pairs
                            / FOR_THE_GUARD
                            * Math.exp(
                                -logEvidence(one, other, one.complained(), other.complained()))
                        <= alpha());
  }

  private double logEvidence(VariantNumbers one, VariantNumbers other, long first, long second) {
    return SequentialTest.logEvidence(first, second, weight(one) / (weight(one) + weight(other)));
  }

  private double weight(VariantNumbers numbers) {
    return weights.getOrDefault(numbers.variant(), 1.0);
  }

  private Metric metric() {
    return experiment.terms().metric();
  }

  String words(List<VariantNumbers> all) {
    String did =
        switch (metric()) {
          case DELIVERED -> "delivered";
          case CLICKS -> "clicked";
          case LINK -> "clicked the link";
        };
    List<String> words = new ArrayList<>();
    for (VariantNumbers each : all) {
      words.add(
          format(
              "%s: %,d of %,d %s (%.1f%%)",
              each.variant(),
              each.successes(metric()),
              each.sent(),
              did,
              100 * each.rate(metric())));
    }
    return String.join(", ", words);
  }

  static String text(double p) {
    return format(p < 0.0001 ? "%.1e" : "%.4f", p);
  }

  private static String format(String words, Object... values) {
    return String.format(Locale.ROOT, words, values);
  }
}
