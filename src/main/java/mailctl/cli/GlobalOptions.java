package mailctl.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import mailctl.database.Refusal;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/// Options that every command has, before or after its name.
final class GlobalOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "read settings from this file")
  String config = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      scope = ScopeType.INHERIT,
      parameterConsumer = Appending.class,
      description = "set one setting for this run; may repeat")
  final List<String> set = new ArrayList<>();

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "print JSON; errors are JSON on stderr")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "print the answer and errors, nothing else")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "log what is done; stack traces for errors")
  boolean verbose;

  @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "no colours")
  boolean noColour;

  @Option(
      names = "--no-pager",
      scope = ScopeType.INHERIT,
      description = "show long tables without a pager")
  boolean noPager;

  @Option(
      names = "--no-input",
      scope = ScopeType.INHERIT,
      description = "ask nothing; fail where an answer is needed")
  boolean noInput;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "show the help of a command")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      scope = ScopeType.INHERIT,
      description = "print the version")
  boolean version;

  /// What `--set` said, by key; the last one counts.
  Map<String, String> overrides() {
    Map<String, String> overrides = new LinkedHashMap<>();
    for (String each : set) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw new Refusal(
            Refusal.Kind.USAGE, "--set needs KEY=VALUE, not '" + each + "'", "mailctl config show");
      }
      overrides.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return overrides;
  }

  /// picocli forgets what stood before the command's name when the option stands behind it, too.
  private static final class Appending implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec arg, CommandSpec command) {
      if (args.isEmpty()) {
        throw new ParameterException(command.commandLine(), "--set needs KEY=VALUE");
      }
      List<String> set = arg.getValue();
      set.add(args.pop());
    }
  }
}
