package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.util.List;
import mailctl.app.SettingsReader;
import mailctl.app.Substitutes;
import picocli.CommandLine;

/// The command line as a whole: arguments in, exit code out. The one boundary where exceptions
/// become words.
public final class Mailctl {
  private final Terminal terminal;
  private final SettingsReader reader;
  private final Substitutes substitutes;
  private final LogLevels logs;
  private final Termination termination;

  public Mailctl(
      Terminal terminal, SettingsReader reader, Substitutes substitutes, LogLevels logs) {
    this(terminal, reader, substitutes, logs, Termination.never());
  }

  public Mailctl(
      Terminal terminal,
      SettingsReader reader,
      Substitutes substitutes,
      LogLevels logs,
      Termination termination) {
    this.terminal = requireNonNull(terminal, "terminal is null");
    this.reader = requireNonNull(reader, "reader is null");
    this.substitutes = requireNonNull(substitutes, "substitutes is null");
    this.logs = requireNonNull(logs, "logs is null");
    this.termination = requireNonNull(termination, "termination is null");
  }

  /// Runs one command line and closes what it opened.
  public int run(String... args) {
    GlobalOptions options = new GlobalOptions();
    try (Session session = new Session(terminal, options, reader, substitutes, logs, termination)) {
      CommandLine root = commandLine(session, options);
      root.setParameterExceptionHandler((e, ignored) -> fail(e, options, args));
      root.setExecutionExceptionHandler((e, command, parsed) -> fail(e, options, args));
      int code = root.execute(args);
      terminal.out().flush();
      session.trail().ended(code);
      return code;
    } catch (RuntimeException e) {
      // From the last flush, or from closing.
      return fail(e, options, args);
    } finally {
      terminal.err().flush();
    }
  }

  /// All commands, ready to parse.
  static CommandLine commandLine(Session session, GlobalOptions options) {
    CommandLine root = new CommandTree(session, options).root();
    PrintWriter out = new PrintWriter(session.terminal().out(), true);
    root.setOut(out);
    root.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    root.setExpandAtFiles(false);
    root.setInterpolateVariables(false);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setExecutionStrategy(
        parsed -> {
          session.trail().runs(parsed);
          if (options.verbose) {
            session.logs().verbose();
          } else if (options.json) {
            session.logs().silent();
          }
          return new CommandLine.RunLast().execute(parsed);
        });
    version(root);
    return root;
  }

  private static void version(CommandLine command) {
    command.getCommandSpec().version("mailctl " + Version.number());
    command.getSubcommands().values().forEach(Mailctl::version);
  }

  private int fail(Exception e, GlobalOptions options, String... args) {
    if (e instanceof OutputClosedException) {
      return ExitCode.OK.code();
    }
    // After a usage error the options may not have been read to the end.
    boolean json = options.json || List.of(args).contains("--json");
    Failure failure = Failure.of(e);
    failure.print(terminal, json);
    if (options.verbose && !json) {
      e.printStackTrace(terminal.err());
    }
    return failure.exit().code();
  }
}
