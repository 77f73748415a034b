package mailctl;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mailctl.app.SettingsReader;
import mailctl.app.Substitutes;
import mailctl.cli.LogbackLevels;
import mailctl.cli.Mailctl;
import mailctl.cli.Terminal;

/// What the JVM watches while it makes a start-up cache: command lines of one kind, one after the
/// other, on a database that goes with the folder. Run by the build, once for each kind.
final class Training {
  /// SendGrid, at a port where nobody answers.
  private static final List<String> NOBODY =
      List.of(
          "--set=sendgrid.url=http://127.0.0.1:9",
          "--set=sendgrid.api-key=none",
          "--set=send.max-wait=1ms");

  private Training() {}

  static void main(String[] args) {
    String kind = args[0];
    Path folder = Path.of(args[1]);
    // As `Main` does it first of all.
    Terminal.ofProcess(Map.of());
    for (List<String> line : lines(kind)) {
      run(folder, Terminal.Facts.pipes(), line);
      if (!kind.equals("daemon")) {
        run(folder, Terminal.Facts.person(80), line);
      }
    }
  }

  private static List<List<String>> lines(String kind) {
    return switch (kind) {
      case "help" ->
          words(
              "--help",
              "--version",
              "help",
              "help exit-codes",
              "inspect --help",
              "schedule create --help",
              "help config show",
              "send --no-such-option",
              "confg");
      // In a process of its own: what an import needs is no business of the caches.
      case "prepare" ->
          words(
              "import sample:market.yaml",
              "import sample:vendors.csv --event winter-night-market",
              "send --id 1");
      case "look" ->
          words(
              "inspect",
              "inspect emails",
              "inspect deliveries --id 1",
              "inspect deliveries --id 1 --json",
              "inspect delivery 1",
              "inspect delivery 1 --json",
              "inspect delivery 987654321",
              "inspect retries",
              "stats --id 1",
              "stats --json",
              "schedule list",
              "schedule show 1",
              "recipients --id 1",
              "event list",
              "names events",
              "names emails",
              "registration list --event winter-night-market",
              "suppression list");
      case "work" ->
          words(
              "send --id 1 --dry-run",
              "send --id 1",
              "sweep",
              "preview --id 1",
              "config show",
              "doctor");
      case "daemon" -> words("demo");
      default -> throw new IllegalArgumentException("no kind of command: " + kind);
    };
  }

  private static List<List<String>> words(String... lines) {
    return Stream.of(lines).map(line -> List.of(line.split(" "))).toList();
  }

  private static void run(Path folder, Terminal.Facts facts, List<String> line) {
    Map<String, String> environment = Map.of("HOME", folder.toString());
    Terminal terminal =
        new Terminal(InputStream.nullInputStream(), nothing(), nothing(), facts, environment);
    SettingsReader reader = new SettingsReader(environment, folder.resolve("none.yaml"));
    Stream<String> state = Stream.of("--set=state.dir=" + folder.resolve("state"));
    String[] all =
        Stream.concat(Stream.concat(state, NOBODY.stream()), line.stream()).toArray(String[]::new);
    new Mailctl(terminal, reader, Substitutes.none(), new LogbackLevels()).run(all);
  }

  private static PrintStream nothing() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }
}
