package mailctl.log;

import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;

/// How logging begins, found by logback through `META-INF/services`: for a command that ends.
/// Others change it from there. In code, as to read it from XML takes longer than most commands;
/// whoever names a file of their own (`-Dlogback.configurationFile`) gets that instead.
public final class LogSetup extends ContextAwareBase implements Configurator {
  /// The name of the one appender.
  public static final String CONSOLE = "stderr";

  private static final String FILE_PROPERTY = "logback.configurationFile";

  /// Libraries speak of what we handle and say better.
  private static final Map<String, Level> LEVELS =
      Map.ofEntries(
          entry(Logger.ROOT_LOGGER_NAME, Level.WARN),
          entry("mailctl", Level.WARN),
          entry("org.jooq", Level.ERROR),
          entry("org.jooq.impl.DefaultExecuteContext.logVersionSupport", Level.OFF),
          entry("org.flywaydb", Level.ERROR),
          entry("com.zaxxer.hikari", Level.ERROR),
          entry("io.javalin", Level.ERROR),
          entry("org.eclipse.jetty", Level.ERROR),
          entry("io.zonky", Level.ERROR),
          entry("org.apache.http", Level.ERROR));

  private final Optional<String> file;

  /// For logback.
  public LogSetup() {
    this(Optional.ofNullable(System.getProperty(FILE_PROPERTY)));
  }

  LogSetup(Optional<String> file) {
    this.file = requireNonNull(file, "file is null");
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (file.isPresent()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    CommandLines lines = new CommandLines("");
    lines.setContext(context);
    lines.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setName(CONSOLE);
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(lines);
    console.start();
    LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
