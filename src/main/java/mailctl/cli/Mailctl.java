package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import mailctl.app.SettingsReader;
import mailctl.app.Substitutes;
import picocli.CommandLine;

/// The command line as a whole: arguments in, exit code out. The one boundary where exceptions
/// become words.
public final class Mailctl {
  /// These look at all the other commands.
  private static final Set<String> ABOUT_ALL = Set.of(CompletionCommand.NAME, ManPagesCommand.NAME);

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
    List<String> words = List.of(args);
    OptionalInt code =
        words.stream().anyMatch(ABOUT_ALL::contains)
            ? OptionalInt.empty()
            : run(words, words::contains, false);
    return code.orElseGet(() -> run(words, _ -> true, true).orElseThrow());
  }

  /// Knows no more than the `wanted` commands. Unless those are `all`, the result is empty and
  /// nothing done when a word is none of them: all must be known to say what was meant.
  private OptionalInt run(List<String> args, Predicate<String> wanted, boolean all) {
    GlobalOptions options = new GlobalOptions();
    try (Session session = new Session(terminal, options, reader, substitutes, logs, termination)) {
      CommandLine root = commandLine(session, options, wanted);
      AtomicBoolean unknown = new AtomicBoolean();
      root.setParameterExceptionHandler(
          (e, ignored) -> {
            unknown.set(!all && e instanceof CommandLine.UnmatchedArgumentException);
            return unknown.get() ? ExitCode.USAGE.code() : fail(e, options, args);
          });
      root.setExecutionExceptionHandler((e, command, parsed) -> fail(e, options, args));
      int code = root.execute(args.toArray(String[]::new));
      terminal.out().flush();
      if (unknown.get()) {
        return OptionalInt.empty();
      }
      session.trail().ended(code);
      return OptionalInt.of(code);
    } catch (RuntimeException e) {
      // From the last flush, or from closing.
      return OptionalInt.of(fail(e, options, args));
    } finally {
      terminal.err().flush();
    }
  }

  /// All commands, ready to parse.
  static CommandLine commandLine(Session session, GlobalOptions options) {
    return commandLine(session, options, _ -> true);
  }

  private static CommandLine commandLine(
      Session session, GlobalOptions options, Predicate<String> wanted) {
    CommandLine root = new CommandTree(session, options, wanted).root();
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

  private int fail(Exception e, GlobalOptions options, List<String> args) {
    if (e instanceof OutputClosedException) {
      return ExitCode.OK.code();
    }
    // After a usage error the options may not have been read to the end.
    boolean json = options.json || args.contains("--json");
    Failure failure = Failure.of(e);
    failure.print(terminal, json);
    if (options.verbose && !json) {
      e.printStackTrace(terminal.err());
    }
    return failure.exit().code();
  }
}
