package mailctl.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes what `logback.xml` set up. Logging starts here, or when something logs: a command that
/// needs neither never pays for it.
public final class LogbackLevels implements LogLevels {
  /// Back to the start of the line, and nothing left of what stood there.
  private static final String ERASE = "\r\u001b[K";

  private static final String DETAILED =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSX,UTC} %-5level %logger{0} %msg%n";

  @Override
  public void verbose() {
    console().ifPresent(each -> pattern(each, DETAILED));
    logger("mailctl").setLevel(Level.DEBUG);
  }

  @Override
  public void overABar() {
    console()
        .filter(each -> each.getEncoder() instanceof PatternLayoutEncoder)
        .ifPresent(
            each -> {
              String pattern = ((PatternLayoutEncoder) each.getEncoder()).getPattern();
              if (!pattern.startsWith(ERASE)) {
                pattern(each, ERASE + pattern);
              }
            });
  }

  @Override
  public void silent() {
    logger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
  }

  @Override
  public void daemon(boolean verbose) {
    console().ifPresent(each -> pattern(each, DETAILED));
    logger("mailctl").setLevel(verbose ? Level.DEBUG : Level.INFO);
  }

  private static Optional<ConsoleAppender<ILoggingEvent>> console() {
    Appender<ILoggingEvent> appender = logger(Logger.ROOT_LOGGER_NAME).getAppender("stderr");
    return appender instanceof ConsoleAppender<ILoggingEvent> console
        ? Optional.of(console)
        : Optional.empty();
  }

  private static void pattern(ConsoleAppender<ILoggingEvent> console, String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context());
    encoder.setPattern(pattern);
    encoder.start();
    console.setEncoder(encoder);
  }

  private static ch.qos.logback.classic.Logger logger(String name) {
    return context().getLogger(name);
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
