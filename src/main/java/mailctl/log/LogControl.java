package mailctl.log;

/// Whoever writes the log of this process.
@FunctionalInterface
public interface LogControl {
  /// From the next line on.
  void apply(LogPlan plan);
}
