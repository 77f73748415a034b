package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/// The help of a command as a manual page, man(7).
record ManPage(CommandSpec spec, HelpPage page) {
  ManPage {
    requireNonNull(spec, "spec is null");
    requireNonNull(page, "page is null");
  }

  /// `mailctl-schedule-list`.
  String name() {
    return spec.qualifiedName("-");
  }

  String roff() {
    StringBuilder roff = new StringBuilder();
    head(roff, name(), 1, HelpPage.summary(spec));
    roff.append(".SH SYNOPSIS\n").append(bold(HelpPage.synopsis(spec.commandLine()))).append('\n');
    List<String> more =
        Stream.of(spec.usageMessage().description())
            .skip(1)
            .dropWhile(String::isBlank)
            .map(line -> line.isBlank() ? ".PP" : escape(line))
            .toList();
    if (!more.isEmpty()) {
      roff.append(".SH DESCRIPTION\n").append(String.join("\n", more)).append('\n');
    }
    for (HelpSection section : page.sections(spec)) {
      String title = section.title().equals("Exit codes") ? "Exit status" : section.title();
      roff.append(".SH ").append(title.toUpperCase(Locale.ROOT)).append('\n');
      section.lines().forEach(line -> roff.append(lines(line)));
    }
    roff.append(".SH SEE ALSO\n").append(String.join(", ", related())).append('\n');
    return roff.toString();
  }

  /// A topic's first line says what it is about; the rest keeps its shape.
  static String ofTopic(String name, String text) {
    StringBuilder roff = new StringBuilder();
    head(roff, name, 7, text.lines().findFirst().orElse(name));
    roff.append(".SH DESCRIPTION\n.nf\n");
    text.lines().skip(1).forEach(line -> roff.append(escape(line)).append('\n'));
    return roff.append(".fi\n.SH SEE ALSO\n.BR mailctl (1)\n").toString();
  }

  private static void head(StringBuilder roff, String name, int section, String summary) {
    roff.append(".TH ")
        .append(name.toUpperCase(Locale.ROOT).replace("-", "\\-"))
        .append(" ")
        .append(section)
        .append(" \"\" \"mailctl ")
        .append(Version.number())
        .append("\"\n.SH NAME\n")
        .append(escape(name))
        .append(" \\- ")
        .append(escape(summary))
        .append('\n');
  }

  private static String lines(HelpSection.Line line) {
    return line.meaning().isEmpty()
        ? ".nf\n" + escape(line.text()) + "\n.fi\n"
        : ".TP\n" + bold(line.text()) + "\n" + escape(line.meaning()) + "\n";
  }

  private List<String> related() {
    Stream<String> above =
        spec.parent() == null ? Stream.of() : Stream.of(spec.parent().qualifiedName("-"));
    Stream<String> below =
        spec.subcommands().values().stream()
            .map(command -> command.getCommandSpec())
            .filter(each -> !each.usageMessage().hidden())
            .map(each -> each.qualifiedName("-"));
    Stream<String> topics =
        spec.parent() == null
            ? HelpTopics.names().stream().map(topic -> reference("mailctl-" + topic, 7))
            : Stream.of(reference("mailctl-exit-codes", 7));
    return Stream.concat(Stream.concat(above, below).map(name -> reference(name, 1)), topics)
        .collect(Collectors.toList());
  }

  private static String reference(String name, int section) {
    return "\\fB" + escape(name) + "\\fR(" + section + ")";
  }

  private static String bold(String text) {
    return "\\fB" + escape(text) + "\\fR";
  }

  /// A hyphen that is typed, and no line that roff would take for a request.
  private static String escape(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
