package mailctl.support;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/// What a class logs while this is open; other tests run beside, and may make it log, too.
public final class LogCapture implements AutoCloseable {
  private final Predicate<ILoggingEvent> wanted;
  private final Logger logger;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  public LogCapture(Class<?> of) {
    this(of, _ -> true);
  }

  /// What the thread that makes this has it log, and no other.
  public static LogCapture ofThisThread(Class<?> of) {
    String mine = Thread.currentThread().getName();
    return new LogCapture(of, event -> event.getThreadName().equals(mine));
  }

  private LogCapture(Class<?> of, Predicate<ILoggingEvent> wanted) {
    this.wanted = wanted;
    logger = (Logger) LoggerFactory.getLogger(of);
    appender.start();
    logger.addAppender(appender);
  }

  /// With the level in front.
  public List<String> lines() {
    return List.copyOf(appender.list).stream()
        .filter(wanted)
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
  }
}
