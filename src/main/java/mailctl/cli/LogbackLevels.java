package mailctl.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes what `logback.xml` set up. Logging starts here, or when something logs: a command that
/// needs neither never pays for it.
public final class LogbackLevels implements LogLevels {
  private static final String DETAILED =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSX,UTC} %-5level %logger{0} %msg%n";

  @Override
  public void verbose() {
    pattern();
    logger("mailctl").setLevel(Level.DEBUG);
  }

  @Override
  public void silent() {
    logger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
  }

  @Override
  public void daemon(boolean verbose) {
    pattern();
    logger("mailctl").setLevel(verbose ? Level.DEBUG : Level.INFO);
  }

  private static void pattern() {
    Appender<ILoggingEvent> appender = logger(Logger.ROOT_LOGGER_NAME).getAppender("stderr");
    if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
      PatternLayoutEncoder encoder = new PatternLayoutEncoder();
      encoder.setContext(context());
      encoder.setPattern(DETAILED);
      encoder.start();
      console.setEncoder(encoder);
    }
  }

  private static ch.qos.logback.classic.Logger logger(String name) {
    return context().getLogger(name);
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
