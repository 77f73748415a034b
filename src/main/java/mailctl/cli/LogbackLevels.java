package mailctl.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import mailctl.log.CommandLines;
import mailctl.log.JsonLines;
import mailctl.log.LogFormat;
import mailctl.log.LogLevel;
import mailctl.log.LogPlan;
import mailctl.log.LogSetup;
import mailctl.log.TextLines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes what `LogSetup` set up. Logging starts here, or when something logs: a command that
/// needs neither never pays for it.
public final class LogbackLevels implements LogLevels {
  /// Back to the start of the line, and nothing left of what stood there.
  private static final String ERASE = "\r\u001b[K";

  private final Set<String> areas = new HashSet<>();

  @Override
  public void verbose() {
    write(new TextLines(""));
    logger("mailctl").setLevel(Level.DEBUG);
  }

  @Override
  public void overABar() {
    console()
        .ifPresent(
            each -> {
              if (each.getEncoder() instanceof TextLines) {
                write(new TextLines(ERASE));
              } else if (each.getEncoder() instanceof CommandLines) {
                write(new CommandLines(ERASE));
              }
            });
  }

  @Override
  public void silent() {
    logger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
  }

  @Override
  public void json() {
    write(new JsonLines());
  }

  @Override
  public synchronized void apply(LogPlan plan) {
    write(plan.format() == LogFormat.JSON ? new JsonLines() : new TextLines(""));
    logger("mailctl").setLevel(level(plan.level()));
    areas.stream()
        .filter(area -> !plan.areas().containsKey(area))
        .forEach(area -> logger("mailctl." + area).setLevel(null));
    areas.clear();
    plan.areas()
        .forEach(
            (area, level) -> {
              logger("mailctl." + area).setLevel(level(level));
              areas.add(area);
            });
  }

  private static Level level(LogLevel level) {
    return Level.toLevel(level.name());
  }

  private static Optional<ConsoleAppender<ILoggingEvent>> console() {
    Appender<ILoggingEvent> appender =
        logger(Logger.ROOT_LOGGER_NAME).getAppender(LogSetup.CONSOLE);
    return appender instanceof ConsoleAppender<ILoggingEvent> console
        ? Optional.of(console)
        : Optional.empty();
  }

  private static void write(Encoder<ILoggingEvent> encoder) {
    console()
        .ifPresent(
            console -> {
              encoder.setContext(context());
              encoder.start();
              console.setEncoder(encoder);
            });
  }

  private static ch.qos.logback.classic.Logger logger(String name) {
    return context().getLogger(name);
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
