package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The versions of an email, and how the better one is found: a share of the recipients gets one
/// each, the rest waits for what becomes of it.
///
/// @param variants by name; none: the email has one version
public record Experiment(Terms terms, List<Variant> variants) {
  static final int MOST = 6;

  public static final Experiment NONE = new Experiment(Terms.USUAL, List.of());

  /// Knows nothing of `Experiment`, which needs it to be made.
  ///
  /// @param share of the recipients that goes first, in percent
  /// @param link addresses that begin so count, for the metric of that name
  /// @param alpha how often a winner may be found where there is none
  /// @param minRecipients of each version, before anything is decided
  /// @param deadline after the start; without a winner by then there is none
  /// @param maxComplaints among those who went first, in percent: more stop it
  public record Terms(
      BigDecimal share,
      Metric metric,
      Optional<String> link,
      BigDecimal alpha,
      int minRecipients,
      Duration deadline,
      BigDecimal maxComplaints) {
    public static final Terms USUAL =
        new Terms(
            BigDecimal.valueOf(20),
            Metric.CLICKS,
            Optional.empty(),
            new BigDecimal("0.05"),
            100,
            Duration.ofHours(24),
            new BigDecimal("0.3"));

    public Terms {
      requireNonNull(metric, "metric is null");
      requireNonNull(link, "link is null");
      requireNonNull(deadline, "deadline is null");
      share = percent("share", share);
      maxComplaints = percent("max_complaints", maxComplaints);
      alpha = plain(alpha);
      if (alpha.signum() <= 0 || alpha.compareTo(new BigDecimal("0.5")) > 0 || alpha.scale() > 5) {
        throw new IllegalArgumentException("alpha is more than 0 and at most 0.5, such as 0.05");
      }
      if (minRecipients < 1) {
        throw new IllegalArgumentException("min_recipients is 1 or more");
      }
      if (deadline.toMinutes() < 1 || deadline.toDays() > 60) {
        throw new IllegalArgumentException("deadline is between 1m and 60d, such as 24h");
      }
      if ((metric == Metric.LINK) != link.isPresent()) {
        throw new IllegalArgumentException(
            metric == Metric.LINK
                ? "the metric link needs link: what the addresses that count begin with"
                : "link goes with the metric link, not with " + metric.text());
      }
      if (link.filter(it -> !it.matches("https?://[^\\s]+")).isPresent()) {
        throw new IllegalArgumentException("link begins with https:// or http://");
      }
    }

    private static BigDecimal plain(BigDecimal value) {
      BigDecimal stripped = value.stripTrailingZeros();
      return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static BigDecimal percent(String name, BigDecimal value) {
      BigDecimal plain = plain(requireNonNull(value, name));
      if (plain.signum() <= 0
          || plain.compareTo(BigDecimal.valueOf(100)) > 0
          || plain.scale() > 4) {
        throw new IllegalArgumentException(
            name + " is more than 0% and at most 100%, such as 20% or 0.3%");
      }
      return plain;
    }
  }

  public Experiment {
    requireNonNull(terms, "terms is null");
    variants = List.copyOf(variants);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < variants.size(); i++) {
      String name = variants.get(i).name();
      if (!names.add(name)) {
        throw new IllegalArgumentException("there are two variants " + name);
      }
      if (name.charAt(0) != 'a' + i) {
        throw new IllegalArgumentException("the variants are a, b, … in that order, not " + name);
      }
      if (i > 0 && variants.get(i).isAsTheEmail()) {
        throw new IllegalArgumentException(
            "variant " + name + " says nothing of its own: it needs subject, html or text");
      }
    }
    refuseCount(variants.size());
    refuseWeights(variants);
  }

  private static void refuseCount(int variants) {
    if (variants == 1) {
      throw new IllegalArgumentException("one variant is none: there are two or more, or none");
    }
    if (variants > MOST) {
      throw new IllegalArgumentException(
          "there are at most " + MOST + " variants, not " + variants);
    }
  }

  private static void refuseWeights(List<Variant> variants) {
    long weighed = variants.stream().filter(it -> it.weight().isPresent()).count();
    if (weighed == 0) {
      return;
    }
    if (weighed < variants.size()) {
      throw new IllegalArgumentException("either all variants have a weight, or none has");
    }
    int sum = variants.stream().mapToInt(it -> it.weight().orElse(0)).sum();
    if (sum != 100) {
      throw new IllegalArgumentException("the weights add up to 100, not " + sum);
    }
  }

  public boolean isNone() {
    return variants.isEmpty();
  }

  /// Each version as often as it weighs: who gets which is drawn from these.
  public List<String> lots() {
    List<String> lots = new ArrayList<>();
    for (Variant variant : variants) {
      for (int i = 0; i < variant.weight().orElse(1); i++) {
        lots.add(variant.name());
      }
    }
    return lots;
  }

  public Optional<Variant> find(String name) {
    return variants.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /// "a, b or c".
  public String names() {
    List<String> names = variants.stream().map(Variant::name).toList();
    return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
  }
}
