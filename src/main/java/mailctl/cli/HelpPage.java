package mailctl.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The help of a command: one line, usage, examples, commands, options, exit codes.
final class HelpPage {
  private static final String SECTION = "page";

  private final Map<Group, List<String>> groups;

  HelpPage(Map<Group, List<String>> groups) {
    this.groups = groups;
  }

  void install(CommandLine root) {
    root.setHelpSectionMap(Map.of(SECTION, help -> text(help.commandSpec())));
    root.setHelpSectionKeys(List.of(SECTION));
  }

  /// `mailctl send --id N [options]`.
  static String synopsis(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    List<String> words = new ArrayList<>(List.of(spec.qualifiedName()));
    if (!spec.subcommands().isEmpty()) {
      words.add(isAction(spec) ? "[<command>]" : "<command>");
    }
    for (OptionSpec option : spec.options()) {
      if (option.required()) {
        words.add(option.longestName() + " " + option.paramLabel());
      }
    }
    words.add("[options]");
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      if (!parameter.hidden()) {
        String label = parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
        words.add(parameter.required() ? label : "[" + label + "]");
      }
    }
    return String.join(" ", words);
  }

  String text(CommandSpec spec) {
    List<String> parts = new ArrayList<>();
    parts.add(String.join("\n", spec.usageMessage().description()));
    parts.add("Usage: " + synopsis(spec.commandLine()));
    examples(spec).ifPresent(examples -> parts.add(section("Examples", examples)));
    boolean isRoot = spec.parent() == null;
    if (isRoot) {
      groups.forEach((group, names) -> parts.add(section(group.title(), commands(spec, names))));
    } else if (!spec.subcommands().isEmpty()) {
      parts.add(section("Commands", commands(spec, List.copyOf(spec.subcommands().keySet()))));
    }
    if (!spec.positionalParameters().isEmpty()) {
      parts.add(section("Arguments", columns(arguments(spec.positionalParameters()))));
    }
    options(spec, false).ifPresent(options -> parts.add(section("Options", options)));
    options(spec, true).ifPresent(options -> parts.add(section("Global options", options)));
    if (isRoot) {
      parts.add(section("Topics", "mailctl help " + String.join(" | ", HelpTopics.names())));
    }
    if (isRoot || spec.subcommands().isEmpty() || isAction(spec)) {
      parts.add(section("Exit codes", exitCodes(spec)));
    }
    return String.join("\n\n", parts) + "\n";
  }

  private static Optional<String> examples(CommandSpec spec) {
    return annotation(spec, Examples.class).map(examples -> String.join("\n", examples.value()));
  }

  private static String commands(CommandSpec spec, List<String> names) {
    List<Line> lines = new ArrayList<>();
    for (String name : names) {
      CommandLine command = spec.subcommands().get(name);
      if (command != null && !command.getCommandSpec().usageMessage().hidden()) {
        String[] description = command.getCommandSpec().usageMessage().description();
        lines.add(new Line(name, description.length == 0 ? "" : description[0]));
      }
    }
    return columns(lines);
  }

  private static Optional<String> options(CommandSpec spec, boolean global) {
    List<Line> lines =
        spec.options().stream()
            .filter(option -> !option.hidden() && isGlobal(option) == global)
            .map(HelpPage::line)
            .toList();
    return lines.isEmpty() ? Optional.empty() : Optional.of(columns(lines));
  }

  /// Whether a noun does something by itself; the root only says how to go on.
  private static boolean isAction(CommandSpec spec) {
    return spec.parent() != null && spec.userObject() instanceof Action;
  }

  private static boolean isGlobal(OptionSpec option) {
    return option.scopeType() == CommandLine.ScopeType.INHERIT;
  }

  private static Line line(OptionSpec option) {
    String names = Stream.of(option.names()).collect(Collectors.joining(", "));
    String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    return new Line(names + value, describe(option));
  }

  private static List<Line> arguments(List<PositionalParamSpec> parameters) {
    return parameters.stream()
        .filter(parameter -> !parameter.hidden())
        .map(parameter -> new Line(parameter.paramLabel(), describe(parameter)))
        .toList();
  }

  private static String describe(ArgSpec arg) {
    return String.join(" ", arg.description());
  }

  private static String exitCodes(CommandSpec spec) {
    Set<ExitCode> codes =
        EnumSet.of(ExitCode.OK, ExitCode.USAGE, ExitCode.INTERNAL, ExitCode.CONFIG);
    annotation(spec, ExitCodes.class).ifPresent(more -> codes.addAll(List.of(more.value())));
    return columns(
        codes.stream().map(code -> new Line(String.valueOf(code.code()), code.meaning())).toList());
  }

  private static <A extends java.lang.annotation.Annotation> Optional<A> annotation(
      CommandSpec spec, Class<A> type) {
    return Optional.ofNullable(spec.userObject())
        .flatMap(object -> Optional.ofNullable(object.getClass().getAnnotation(type)));
  }

  private static String section(String title, String body) {
    return title + ":\n" + body.indent(2).stripTrailing();
  }

  private record Line(String left, String right) {}

  private static String columns(List<Line> lines) {
    int width = lines.stream().mapToInt(line -> line.left().length()).max().orElse(0);
    return lines.stream()
        .map(line -> (line.left() + " ".repeat(width - line.left().length() + 2) + line.right()))
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"));
  }
}
