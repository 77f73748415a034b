package mailctl.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.util.Optional;

/// What both formats make of a line: addresses are masked, unless somebody asked for every detail,
/// and no value begins a line of its own, which could pass for ours.
final class LogLine {
  private LogLine() {}

  static String message(ILoggingEvent event) {
    return clean(event, String.valueOf(event.getFormattedMessage()));
  }

  static String clean(ILoggingEvent event, String text) {
    String one = hasControl(text) ? text.replaceAll("\\p{Cntrl}+", " ") : text;
    return masked(event, one);
  }

  /// With its lines.
  static Optional<String> exception(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return thrown == null
        ? Optional.empty()
        : Optional.of(masked(event, ThrowableProxyUtil.asString(thrown)));
  }

  private static String masked(ILoggingEvent event, String text) {
    return event.getLevel().isGreaterOrEqual(Level.INFO) ? Masking.masked(text) : text;
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
