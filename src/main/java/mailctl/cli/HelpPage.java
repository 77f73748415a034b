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
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The help of a command: one line, usage, examples, commands, options, exit codes. On a terminal
/// it fits the window; in a pipe its lines are whole.
final class HelpPage {
  private static final String SECTION = "page";

  private final Map<Group, List<HelpSection.Line>> groups;
  private final Terminal terminal;

  HelpPage(Map<Group, List<HelpSection.Line>> groups, Terminal terminal) {
    this.groups = groups;
    this.terminal = terminal;
  }

  void install(CommandLine root) {
    root.setHelpSectionMap(Map.of(SECTION, help -> text(help.commandSpec())));
    root.setHelpSectionKeys(List.of(SECTION));
  }

  /// `mailctl send --id N [options]`.
  static String synopsis(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    List<String> words = new ArrayList<>(List.of(spec.qualifiedName()));
    // Of the root's commands only those that are asked for are made.
    if (spec.parent() == null) {
      words.add("<command>");
    } else if (!spec.subcommands().isEmpty()) {
      words.add(isAction(spec) ? "[<command>]" : "<command>");
    }
    for (ArgGroupSpec group : spec.argGroups()) {
      if (group.exclusive() && group.multiplicity().min() > 0) {
        words.add(
            "{"
                + group.options().stream().map(HelpPage::typed).collect(Collectors.joining(" | "))
                + "}");
      }
    }
    spec.options().stream()
        .filter(option -> option.required() && option.group() == null)
        .map(HelpPage::typed)
        .forEach(words::add);
    words.add("[options]");
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      if (!parameter.hidden()) {
        String label = parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
        words.add(parameter.required() ? label : "[" + label + "]");
      }
    }
    return String.join(" ", words);
  }

  private static String typed(OptionSpec option) {
    return option.longestName() + (option.arity().max() == 0 ? "" : " " + option.paramLabel());
  }

  String text(CommandSpec spec) {
    int width = terminal.outIsTerminal() ? terminal.width() : Integer.MAX_VALUE / 2;
    List<String> parts = new ArrayList<>();
    parts.add(description(spec.usageMessage().description(), width));
    parts.add(
        String.join("\n  ", TextWidth.wrap("Usage: " + synopsis(spec.commandLine()), width - 2)));
    sections(spec).forEach(section -> parts.add(section.text(width)));
    return String.join("\n\n", parts) + "\n";
  }

  /// Where its lines do not all fit, those of a paragraph run on; what is indented keeps its shape.
  private static String description(String[] lines, int width) {
    if (Stream.of(lines).allMatch(line -> TextWidth.of(line) <= width)) {
      return String.join("\n", lines);
    }
    List<String> paragraphs = new ArrayList<>();
    boolean runsOn = false;
    for (String line : lines) {
      boolean plain = !line.isBlank() && !line.startsWith(" ");
      if (plain && runsOn) {
        paragraphs.add(paragraphs.removeLast() + " " + line);
      } else {
        paragraphs.add(line);
      }
      runsOn = plain;
    }
    return paragraphs.stream()
        .map(line -> TextWidth.wrapIndented(line, width))
        .collect(Collectors.joining("\n"));
  }

  /// A topic keeps its shape; only lines that are too long for the window are broken.
  String text(HelpTopics topic) {
    if (!terminal.outIsTerminal()) {
      return topic.text();
    }
    return topic
        .text()
        .lines()
        .map(line -> TextWidth.wrapIndented(line, terminal.width()) + "\n")
        .collect(Collectors.joining());
  }

  static String summary(CommandSpec spec) {
    String[] description = spec.usageMessage().description();
    return description.length == 0 ? "" : description[0];
  }

  /// What comes after usage, in its order.
  List<HelpSection> sections(CommandSpec spec) {
    List<HelpSection> sections = new ArrayList<>();
    annotation(spec, Examples.class)
        .ifPresent(all -> sections.add(HelpSection.of("Examples", List.of(all.value()))));
    boolean isRoot = spec.parent() == null;
    if (isRoot) {
      groups.forEach((group, lines) -> sections.add(new HelpSection(group.title(), lines)));
    } else if (!spec.subcommands().isEmpty()) {
      sections.add(new HelpSection("Commands", verbs(spec)));
    }
    if (!spec.positionalParameters().isEmpty()) {
      sections.add(new HelpSection("Arguments", arguments(spec.positionalParameters())));
    }
    options(spec, false, "Options").ifPresent(sections::add);
    options(spec, true, "Global options").ifPresent(sections::add);
    if (isRoot) {
      sections.add(
          new HelpSection(
              "Topics",
              List.of(
                  new HelpSection.Line(
                      "mailctl help TOPIC", String.join(", ", HelpTopics.names())))));
    }
    if (isRoot || spec.subcommands().isEmpty() || isAction(spec)) {
      sections.add(new HelpSection("Exit codes", exitCodes(spec)));
    }
    return sections;
  }

  /// Everything on the first page, in its order.
  List<String> names() {
    return groups.values().stream().flatMap(List::stream).map(HelpSection.Line::text).toList();
  }

  private static List<HelpSection.Line> verbs(CommandSpec noun) {
    return noun.subcommands().entrySet().stream()
        .map(
            verb -> {
              CommandSpec spec = verb.getValue().getCommandSpec();
              return new HelpSection.Line(verb.getKey(), summary(spec));
            })
        .toList();
  }

  private static Optional<HelpSection> options(CommandSpec spec, boolean global, String title) {
    List<HelpSection.Line> lines =
        spec.options().stream()
            .filter(option -> !option.hidden() && isGlobal(option) == global)
            .map(HelpPage::line)
            .toList();
    return lines.isEmpty() ? Optional.empty() : Optional.of(new HelpSection(title, lines));
  }

  /// Whether a noun does something by itself; the root only says how to go on.
  private static boolean isAction(CommandSpec spec) {
    return spec.parent() != null && spec.userObject() instanceof Action;
  }

  private static boolean isGlobal(OptionSpec option) {
    return option.scopeType() == CommandLine.ScopeType.INHERIT;
  }

  private static HelpSection.Line line(OptionSpec option) {
    String names = Stream.of(option.names()).collect(Collectors.joining(", "));
    String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    return new HelpSection.Line(names + value, describe(option));
  }

  private static List<HelpSection.Line> arguments(List<PositionalParamSpec> parameters) {
    return parameters.stream()
        .filter(parameter -> !parameter.hidden())
        .map(parameter -> new HelpSection.Line(parameter.paramLabel(), describe(parameter)))
        .toList();
  }

  private static String describe(ArgSpec arg) {
    return String.join(" ", arg.description());
  }

  private static List<HelpSection.Line> exitCodes(CommandSpec spec) {
    Set<ExitCode> codes =
        EnumSet.of(ExitCode.OK, ExitCode.USAGE, ExitCode.INTERNAL, ExitCode.CONFIG);
    annotation(spec, ExitCodes.class).ifPresent(more -> codes.addAll(List.of(more.value())));
    return codes.stream()
        .map(code -> new HelpSection.Line(String.valueOf(code.code()), code.meaning()))
        .toList();
  }

  private static <A extends java.lang.annotation.Annotation> Optional<A> annotation(
      CommandSpec spec, Class<A> type) {
    return Optional.ofNullable(spec.userObject())
        .flatMap(object -> Optional.ofNullable(object.getClass().getAnnotation(type)));
  }
}
