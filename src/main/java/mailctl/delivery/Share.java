package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// A part of a hundred, as people write it: "1%", "0.3%".
public record Share(BigDecimal percent) {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  public static final Share NONE = new Share(BigDecimal.ZERO);

  public Share {
    requireNonNull(percent, "percent is null");
    if (percent.signum() < 0 || percent.compareTo(HUNDRED) > 0) {
      throw new IllegalArgumentException("is not between 0% and 100%");
    }
    percent = percent.signum() == 0 ? BigDecimal.ZERO : percent.stripTrailingZeros();
  }

  /// "off" is none at all.
  ///
  /// @throws IllegalArgumentException when it is no share
  public static Share parse(String text) {
    if (text.equals("off")) {
      return NONE;
    }
    if (!text.matches("\\d{1,3}(\\.\\d{1,6})?%")) {
      throw new IllegalArgumentException("is not a share such as 1% or 0.3%, or off");
    }
    return new Share(new BigDecimal(text.substring(0, text.length() - 1)));
  }

  /// What that many of so many are.
  static Share of(long part, long whole) {
    return whole == 0
        ? NONE
        : new Share(
            BigDecimal.valueOf(part)
                .multiply(HUNDRED)
                .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP));
  }

  public boolean isNone() {
    return percent.signum() == 0;
  }

  /// Rounded up.
  int from(int whole) {
    return percent
        .multiply(BigDecimal.valueOf(whole))
        .divide(HUNDRED, 0, RoundingMode.CEILING)
        .intValueExact();
  }

  /// Whether that many of so many are more.
  boolean isExceededBy(long part, long whole) {
    return BigDecimal.valueOf(part)
            .multiply(HUNDRED)
            .compareTo(percent.multiply(BigDecimal.valueOf(whole)))
        > 0;
  }

  public String text() {
    return percent.toPlainString() + "%";
  }
}
