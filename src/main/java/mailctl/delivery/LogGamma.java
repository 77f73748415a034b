package mailctl.delivery;

/// The logarithm of the gamma function, after Lanczos: right to about fifteen digits.
final class LogGamma {
  private static final double G = 7;
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
  private static final double FIRST = 0.99999999999980993;
  private static final double[] COEFFICIENTS = {
    676.5203681218851,
    -1259.1392167224028,
    771.32342877765313,
    -176.61502916214059,
    12.507343278686905,
    -0.13857109526572012,
    9.9843695780195716e-6,
    1.5056327351493116e-7
  };

  private LogGamma() {}

  /// @param x more than 0.5
  static double of(double x) {
    double shifted = x - 1;
    double sum = FIRST;
    for (int i = 0; i < COEFFICIENTS.length; i++) {
      sum += COEFFICIENTS[i] / (shifted + i + 1);
    }
    double t = shifted + G + 0.5;
    return HALF_LOG_TWO_PI + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
  }

  static double ofBeta(double a, double b) {
    return of(a) + of(b) - of(a + b);
  }
}
