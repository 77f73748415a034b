package mailctl.trace;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has what OpenTelemetry says of itself written where our own lines are.
final class JulLines extends Handler {
  private static final Logger log = LoggerFactory.getLogger(JulLines.class);

  /// Kept: a logger that nobody holds is forgotten, and its handler with it.
  private static final java.util.logging.Logger THEIRS =
      java.util.logging.Logger.getLogger("io.opentelemetry");

  static void listen() {
    THEIRS.setUseParentHandlers(false);
    for (Handler each : THEIRS.getHandlers()) {
      THEIRS.removeHandler(each);
    }
    THEIRS.addHandler(new JulLines());
  }

  @Override
  public void publish(LogRecord line) {
    String words = new SimpleFormatter().formatMessage(line);
    if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
      log.warn("traces=\"{}\"", words);
    } else {
      log.debug("traces=\"{}\"", words);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
