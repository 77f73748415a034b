package mailctl.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.app.App;
import mailctl.database.Refusal;
import mailctl.suppression.Scope;
import mailctl.suppression.SuppressionCsv;
import mailctl.suppression.SuppressionEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(description = "`suppression import` takes the file, here or in another database.")
@Examples({
  "mailctl suppression export > suppressions.csv",
  "mailctl suppression export --all --to suppressions.csv"
})
@ExitCodes({ExitCode.FAILED, ExitCode.UNAVAILABLE})
final class SuppressionExportCommand extends Action {
  private static final int PAGE = 5_000;

  @Option(names = "--to", paramLabel = "FILE", description = "to a new file, not standard output")
  Optional<String> to = Optional.empty();

  @Option(names = "--all", description = "with what was lifted, by whom and when")
  boolean all;

  SuppressionExportCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    long rows;
    if (to.isEmpty()) {
      // The answer is the file, with or without --json.
      rows = write(session, new Printed(session.terminal()).writer());
    } else {
      rows = toFile(session, to.get());
    }
    session.say("exported " + rows + (rows == 1 ? " suppression" : " suppressions"));
    return ExitCode.OK;
  }

  private long toFile(Session session, String name) {
    // The database first: it may not be there, and then no empty file is left.
    session.app().database();
    try (Writer writer = Files.newBufferedWriter(Path.of(name), StandardOpenOption.CREATE_NEW)) {
      long rows = write(session, writer);
      if (session.json()) {
        session.print(Json.object().put("file", name).put("suppressions", rows));
      }
      return rows;
    } catch (FileAlreadyExistsException _) {
      throw new Refusal(Refusal.Kind.CONFLICT, name + " is there already", "another name");
    } catch (InvalidPathException | IOException e) {
      throw new Refusal(
          Refusal.Kind.CONFLICT, "cannot write " + name + ": " + e.getMessage(), "another name");
    }
  }

  private long write(Session session, Writer writer) {
    App app = session.app();
    Map<Scope, String> owners = new HashMap<>();
    SuppressionCsv.Export export =
        SuppressionCsv.to(
            writer,
            scope ->
                owners.computeIfAbsent(
                    scope,
                    each ->
                        app.database().transaction(tx -> SuppressionView.owner(app, tx, each))));
    long rows = 0;
    long after = 0;
    while (true) {
      long from = after;
      List<SuppressionEntry> page =
          app.database()
              .transaction(
                  tx ->
                      all
                          ? app.suppressions().all(tx, from, PAGE)
                          : app.suppressions().list(tx, from, PAGE));
      page.forEach(export::add);
      rows += page.size();
      if (page.size() < PAGE) {
        export.flush();
        return rows;
      }
      after = page.getLast().id().value();
    }
  }

  /// The terminal's output as a writer.
  private record Printed(Terminal terminal) {
    Writer writer() {
      return new Writer() {
        @Override
        public void write(char[] text, int from, int length) {
          terminal.out().print(new String(text, from, length));
        }

        @Override
        public void flush() {
          terminal.out().flush();
        }

        @Override
        public void close() {}
      };
    }
  }
}
