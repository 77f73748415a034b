package mailctl.delivery;

/// Where a rate may lie, with a confidence of 95 %, after Wilson.
public record Interval(double low, double high) {
  private static final double Z = 1.959963984540054;

  static Interval of(long part, long whole) {
    if (whole == 0) {
      return new Interval(0, 1);
    }
    double rate = (double) part / whole;
    double square = Z * Z / whole;
    double middle = (rate + square / 2) / (1 + square);
    double half = Z / (1 + square) * Math.sqrt(rate * (1 - rate) / whole + square / (4 * whole));
    return new Interval(Math.max(0, middle - half), Math.min(1, middle + half));
  }
}
