package mailctl.doctor;

import static java.util.Objects.requireNonNull;

/// What a check found, and what to do about it (empty when there is nothing to do).
public record Finding(Level level, String what, String advice) {
  public enum Level {
    OK,
    WARN,
    FAIL
  }

  public Finding {
    requireNonNull(level, "level is null");
    requireNonNull(what, "what is null");
    requireNonNull(advice, "advice is null");
  }

  static Finding ok(String what) {
    return new Finding(Level.OK, what, "");
  }

  static Finding warn(String what, String advice) {
    return new Finding(Level.WARN, what, advice);
  }

  /// Whoever says that something is broken says what to do.
  static Finding fail(String what, String advice) {
    if (advice.isBlank()) {
      throw new IllegalArgumentException("a failure needs advice: " + what);
    }
    return new Finding(Level.FAIL, what, advice);
  }
}
