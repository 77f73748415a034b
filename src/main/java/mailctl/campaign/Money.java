package mailctl.campaign;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/// Prices as messages show them: "$150".
final class Money {
  private static final Pattern AMOUNT = Pattern.compile("\\$?\\s*(\\d[\\d,]*(?:\\.\\d+)?)");

  private Money() {}

  /// A dollar sign and the whole number; what is not a number stays as it is.
  static String whole(String amount) {
    var matcher = AMOUNT.matcher(amount.strip());
    if (!matcher.matches()) {
      return amount.strip();
    }
    BigDecimal number = new BigDecimal(matcher.group(1).replace(",", ""));
    return "$" + number.setScale(0, RoundingMode.HALF_UP).toPlainString();
  }
}
