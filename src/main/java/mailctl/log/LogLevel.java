package mailctl.log;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How much is logged: everything from this on.
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE;

  /// As people write it: `debug`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<LogLevel> of(String word) {
    return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /// "error, warn, info, debug or trace".
  public static String words() {
    return "error, warn, info, debug or trace";
  }
}
