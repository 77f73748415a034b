package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/// A command by its name and the one line that sums it up; the command itself is not made before
/// somebody asks for it. What its class describes beside comes after the summary.
record Verb(String name, String summary, Function<Session, Action> command) {
  Verb {
    requireNonNull(name, "name is null");
    requireNonNull(summary, "summary is null");
    requireNonNull(command, "command is null");
  }

  CommandLine line(Session session) {
    CommandLine line = new CommandLine(command.apply(session));
    line.getCommandSpec().name(name);
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    String[] more = usage.description();
    usage.description(
        more.length == 0
            ? new String[] {summary}
            : Stream.concat(Stream.of(summary, ""), Stream.of(more)).toArray(String[]::new));
    return line;
  }
}
