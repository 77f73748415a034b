package mailctl.delivery;

/// Whether two versions differ, asked as often as one likes: a mixture sequential probability ratio
/// test. If they do not differ, which of two versions the next person who clicks has seen is a draw
/// with the chances with which the versions were handed out, whoever it is and whenever it was
/// sent. The evidence against that is how much better those chances are foretold by all that is
/// possible, averaged (Beta distributions around them, of three widths), than by themselves. It is
/// a martingale that starts at one: the chance that it ever exceeds 1/p is at most p.
final class SequentialTest {
  private static final double[] CONCENTRATIONS = {2, 20, 200};

  private SequentialTest() {}

  /// The logarithm of the evidence that two versions differ.
  ///
  /// @param first how many did it who got the first of them; likewise `second`
  /// @param share of those who got one of the two that got the first
  static double logEvidence(long first, long second, double share) {
    double none = first * Math.log(share) + second * Math.log(1 - share);
    double[] logs = new double[CONCENTRATIONS.length];
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logs.length; i++) {
      double a = Math.max(0.51, CONCENTRATIONS[i] * share);
      double b = Math.max(0.51, CONCENTRATIONS[i] * (1 - share));
      logs[i] = LogGamma.ofBeta(first + a, second + b) - LogGamma.ofBeta(a, b) - none;
      most = Math.max(most, logs[i]);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - most);
    }
    return most + Math.log(sum / logs.length);
  }
}
