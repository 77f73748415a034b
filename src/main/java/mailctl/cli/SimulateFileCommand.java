package mailctl.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import mailctl.database.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command
@Examples({
  "mailctl simulate file posts.json",
  "mailctl simulate file events.ndjson --post-size 100 --rate 20/s",
  "zcat events.json.gz | mailctl simulate file - --to https://mail.example.org/webhooks/sendgrid"
})
@ExitCodes({
  ExitCode.FAILED,
  ExitCode.DATA,
  ExitCode.NOT_FOUND,
  ExitCode.UNAVAILABLE,
  ExitCode.INTERRUPTED
})
final class SimulateFileCommand extends Action {
  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "JSON arrays, each a post, or one event a line; - is standard input")
  final List<String> files = new ArrayList<>();

  @Mixin final TrafficOptions options = new TrafficOptions();
  @Mixin final DryRun dryRun = new DryRun();

  SimulateFileCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    files.forEach(SimulateFileCommand::requireReadable);
    OptionalInt postSize = options.sizeOfPosts().map(OptionalInt::of).orElseGet(OptionalInt::empty);
    Traffic traffic = new Traffic(session, options, dryRun.on);
    try (RecordedFiles posts = new RecordedFiles(files, session.terminal().in(), postSize)) {
      // Elsewhere our database has nothing to say about it, and need not be there.
      boolean ours = options.to.isEmpty() && options.out.isEmpty() && !dryRun.on;
      return traffic.run(
          posts,
          Optional.empty(),
          ours ? Optional.of(session.app().inspector()) : Optional.empty());
    }
  }

  /// Before the first is posted.
  private static void requireReadable(String file) {
    try {
      if (file.equals("-")
          || (Files.isReadable(Path.of(file)) && !Files.isDirectory(Path.of(file)))) {
        return;
      }
    } catch (InvalidPathException _) {
      // Told below.
    }
    throw new Refusal(Refusal.Kind.NOT_FOUND, "cannot read " + file);
  }
}
