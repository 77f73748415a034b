package mailctl.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mailctl.app.SettingsReader;
import mailctl.app.Substitutes;
import picocli.CommandLine;

/// Walks through the command tree: a new command is tested without anybody thinking of it.
final class AllCommands {
  private AllCommands() {}

  /// The words of every command that does something.
  static List<List<String>> paths() {
    return paths(false);
  }

  /// With the nouns that only have commands of their own.
  static List<List<String>> withNouns() {
    return paths(true);
  }

  private static List<List<String>> paths(boolean nouns) {
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            Terminal.Facts.pipes(),
            Map.of());
    GlobalOptions options = new GlobalOptions();
    SettingsReader reader = new SettingsReader(Map.of(), Path.of("/nonexistent"));
    Session session =
        new Session(terminal, options, reader, Substitutes.none(), new LogbackLevels());
    List<List<String>> paths = new ArrayList<>();
    collect(Mailctl.commandLine(session, options), List.of(), nouns, paths);
    return paths;
  }

  private static void collect(
      CommandLine command, List<String> path, boolean nouns, List<List<String>> paths) {
    command
        .getSubcommands()
        .forEach(
            (name, child) -> {
              List<String> longer = new ArrayList<>(path);
              longer.add(name);
              if (nouns
                  || child.getSubcommands().isEmpty()
                  || child.getCommandSpec().userObject() instanceof Action) {
                paths.add(longer);
              }
              collect(child, longer, nouns, paths);
            });
  }
}
