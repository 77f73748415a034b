package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mailctl.app.App;
import mailctl.app.LoadedSettings;
import mailctl.app.SettingsReader;
import mailctl.app.Substitutes;
import mailctl.database.Refusal;
import mailctl.log.LogFormat;
import mailctl.log.LogLevel;
import mailctl.log.LogPlan;
import mailctl.trace.Tracing;
import org.slf4j.LoggerFactory;

/// What a command has at hand while it runs: the terminal, the options that all commands share,
/// and, made when first asked for, the settings and the `App`. One per process, one thread.
final class Session implements AutoCloseable {
  private final Terminal terminal;
  private final GlobalOptions options;
  private final SettingsReader reader;
  private final Substitutes substitutes;
  private final LogLevels logs;
  private final Termination termination;
  private final Map<String, String> overrides = new LinkedHashMap<>();
  private final AuditTrail trail = new AuditTrail();
  private Optional<App> app = Optional.empty();
  private volatile boolean daemonSpeaksJson;

  Session(
      Terminal terminal,
      GlobalOptions options,
      SettingsReader reader,
      Substitutes substitutes,
      LogLevels logs) {
    this(terminal, options, reader, substitutes, logs, Termination.never());
  }

  Session(
      Terminal terminal,
      GlobalOptions options,
      SettingsReader reader,
      Substitutes substitutes,
      LogLevels logs,
      Termination termination) {
    this.terminal = requireNonNull(terminal, "terminal is null");
    this.options = requireNonNull(options, "options is null");
    this.reader = requireNonNull(reader, "reader is null");
    this.substitutes = requireNonNull(substitutes, "substitutes is null");
    this.logs = requireNonNull(logs, "logs is null");
    this.termination = requireNonNull(termination, "termination is null");
  }

  /// Reads the settings and makes the application, once; opens nothing yet.
  App app() {
    if (app.isEmpty()) {
      App made = new App(settings().valid(), substitutes);
      if (made.settings().log().format() == LogFormat.JSON) {
        logs.json();
      }
      made.onDatabase(trail::databaseOpened);
      made.traceBy(tracing());
      app = Optional.of(made);
    }
    return app.get();
  }

  private Tracing tracing() {
    try {
      return Tracing.of(terminal::variable);
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          Refusal.Kind.CONFIG,
          String.valueOf(e.getMessage()),
          "unset it, or OTEL_SDK_DISABLED=true");
    }
  }

  /// The settings with their sources and problems, without an application.
  LoadedSettings settings() {
    return settings(Map.of());
  }

  /// As the other; those of `pinned` are as they are there, whatever is said elsewhere.
  LoadedSettings settings(Map<String, String> pinned) {
    Map<String, String> all = new LinkedHashMap<>(overrides);
    all.putAll(options.overrides());
    return reader.read(options.config, all, pinned);
  }

  /// Where a user's own settings are, whether there are any or not.
  Path userConfigFile() {
    return reader.userFile();
  }

  /// For a command whose own option is a setting, such as a port; before `app`.
  void override(String key, String value) {
    overrides.put(key, value);
  }

  Terminal terminal() {
    Terminal paged = options.noPager ? terminal.withoutPager() : terminal;
    return options.noColour ? paged.withoutColour() : paged;
  }

  boolean json() {
    return options.json;
  }

  boolean quiet() {
    return options.quiet;
  }

  boolean verbose() {
    return options.verbose;
  }

  Ask ask() {
    return new Ask(terminal(), !options.noInput);
  }

  /// For answers on a terminal or in a pipe; by the application's clock.
  Times times() {
    return new Times(() -> app().clock().instant(), terminal.outIsTerminal());
  }

  /// The answer, with `--json`.
  void print(JsonObject answer) {
    terminal.out().println(answer.print());
  }

  /// Says on stderr what is now true; silent with `--quiet` or `--json`.
  void say(String sentence) {
    trail.heard(sentence);
    if (daemonSpeaksJson) {
      // Not before: most commands log nothing, and to begin with it is not cheap.
      LoggerFactory.getLogger(Session.class).info("{}", sentence);
    } else if (!options.quiet && !options.json) {
      terminal.err().println(sentence);
    }
  }

  LogLevels logs() {
    return logs;
  }

  /// As the settings say, with time and level. What is said to people is then a line of the log,
  /// too, where that is JSON.
  LogPlan logAsDaemon() {
    LogPlan plan = app().settings().log();
    LogPlan wanted = options.verbose ? plan.atLeast(LogLevel.DEBUG) : plan;
    logs.apply(wanted);
    daemonSpeaksJson = wanted.format() == LogFormat.JSON;
    return wanted;
  }

  /// What is written down of this command.
  AuditTrail trail() {
    return trail;
  }

  Termination termination() {
    return termination;
  }

  /// Also by the thread that ends the process: whoever comes second waits for the first.
  @Override
  public synchronized void close() {
    app.ifPresent(
        it -> {
          try (Tracing _ = it.tracing()) {
            it.close();
          }
        });
  }
}
