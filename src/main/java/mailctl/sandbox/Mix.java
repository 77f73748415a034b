package mailctl.sandbox;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What becomes of the messages of an email, in shares of 0 to 1. The outcomes exclude each other
/// and are shares of all messages; whoever has none of them is never heard of again after
/// `processed`. The others are shares of those delivered, `DEFERRED` of those not dropped. Late
/// bounces come around `lateAfter` after the delivery.
public record Mix(Map<Rate, Double> rates, Duration lateAfter) {
  /// One share, by the word that options and JSON use.
  public enum Rate {
    DELIVERED,
    BOUNCE,
    BLOCKED,
    DROPPED,
    DEFERRED,
    OPEN,
    MACHINE_OPEN,
    CLICK,
    SPAM,
    UNSUBSCRIBE,
    LATE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static final Duration USUAL_LATENESS = Duration.ofHours(6);

  /// What a healthy sender sees.
  private static final Map<Rate, Double> USUAL_OUTCOMES =
      Map.of(Rate.DELIVERED, 0.94, Rate.BOUNCE, 0.02, Rate.BLOCKED, 0.03, Rate.DROPPED, 0.01);

  private static final Map<Rate, Double> USUAL_REST =
      Map.of(
          Rate.DEFERRED, 0.05,
          Rate.OPEN, 0.4,
          Rate.MACHINE_OPEN, 0.2,
          Rate.CLICK, 0.08,
          Rate.SPAM, 0.001,
          Rate.UNSUBSCRIBE, 0.005,
          Rate.LATE, 0.0);

  private static final List<Rate> OUTCOMES =
      List.of(Rate.DELIVERED, Rate.BOUNCE, Rate.BLOCKED, Rate.DROPPED);

  /// Sums of decimal fractions miss by this much.
  private static final double ROUNDING = 1e-9;

  public Mix {
    requireNonNull(lateAfter, "lateAfter is null");
    rates = Map.copyOf(rates);
    requireShares(rates);
    double sum = sum(rates, OUTCOMES);
    if (sum > 1 + ROUNDING) {
      throw new IllegalArgumentException(
          "delivered, bounce, blocked and dropped exclude each other and come to "
              + text(sum)
              + ", which is more than 1");
    }
    if (sum(rates, List.of(Rate.CLICK)) > sum(rates, List.of(Rate.OPEN)) + ROUNDING) {
      throw new IllegalArgumentException("whoever clicks has opened: click is at most open");
    }
    if (lateAfter.toSeconds() < 1) {
      throw new IllegalArgumentException("a late bounce comes at least a second later");
    }
  }

  /// The usual mix, but for what is given. With an outcome given, the others that are not are 0,
  /// and `DELIVERED` is the rest.
  ///
  /// @throws IllegalArgumentException saying which rate is wrong
  public static Mix of(Map<Rate, Double> given, Duration lateAfter) {
    requireShares(given);
    Map<Rate, Double> all = new EnumMap<>(USUAL_REST);
    if (OUTCOMES.stream().noneMatch(given::containsKey)) {
      all.putAll(USUAL_OUTCOMES);
    }
    all.putAll(given);
    if (!given.containsKey(Rate.OPEN)) {
      all.merge(Rate.OPEN, all.getOrDefault(Rate.CLICK, 0.0), Math::max);
    }
    if (!given.containsKey(Rate.CLICK)) {
      all.merge(Rate.CLICK, all.getOrDefault(Rate.OPEN, 0.0), Math::min);
    }
    if (!all.containsKey(Rate.DELIVERED)) {
      all.put(Rate.DELIVERED, Math.max(0, 1 - sum(all, OUTCOMES)));
    }
    return new Mix(all, lateAfter);
  }

  double of(Rate rate) {
    return rates.getOrDefault(rate, 0.0);
  }

  /// The outcome of whoever drew `fraction`, 0 to just under 1.
  Optional<Rate> outcome(double fraction) {
    double reached = 0;
    for (Rate outcome : OUTCOMES) {
      reached += of(outcome);
      if (fraction < reached) {
        return Optional.of(outcome);
      }
    }
    // What rounding leaves of a whole is nobody's.
    return reached > 1 - ROUNDING ? Optional.of(Rate.DELIVERED) : Optional.empty();
  }

  private static void requireShares(Map<Rate, Double> rates) {
    rates.forEach(
        (rate, share) -> {
          if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                "a rate is between 0 and 1, and " + rate.word() + " is " + text(share));
          }
        });
  }

  private static double sum(Map<Rate, Double> rates, List<Rate> of) {
    return of.stream().mapToDouble(rate -> rates.getOrDefault(rate, 0.0)).sum();
  }

  private static String text(double share) {
    return String.format(Locale.ROOT, "%.4f", share).replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
