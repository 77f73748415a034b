package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import mailctl.campaign.Metric;

/// What became of one version. All of them count deliveries.
///
/// @param sent that the provider took; of these only the next ones are
/// @param failed that did not arrive and will not
/// @param opened by a person; likewise clicked, and clicked on the link that counts
public record VariantNumbers(
    String variant,
    int planned,
    int sent,
    int delivered,
    int failed,
    int opened,
    int clicked,
    int linked,
    int complained,
    int unsubscribed) {
  public VariantNumbers {
    requireNonNull(variant, "variant is null");
  }

  static VariantNumbers none(String variant) {
    return new VariantNumbers(variant, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /// Those that are compared: for what is delivered, those that failed, which are rarer and say the
  /// same.
  long events(Metric metric) {
    return switch (metric) {
      case DELIVERED -> failed;
      case CLICKS -> clicked;
      case LINK -> linked;
    };
  }

  /// Those that did what is wanted.
  public int successes(Metric metric) {
    return switch (metric) {
      case DELIVERED -> delivered;
      case CLICKS -> clicked;
      case LINK -> linked;
    };
  }

  /// Of those sent.
  public double rate(Metric metric) {
    return sent == 0 ? 0 : (double) successes(metric) / sent;
  }
}
