package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import mailctl.access.Audit;
import mailctl.database.Database;
import mailctl.fence.HostMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Writes down a command that changes something: from when it gets its database, so that one that
/// is refused before leaves no trace, and again when it ends, with what it said. Such commands are
/// those that know `--dry-run`, without it.
final class AuditTrail {
  /// Does what the daemon does, as often as somebody's timer says; its traces are in the tables.
  private static final Set<String> ROUTINE = Set.of("sweep");

  /// Those that do something with one of their options alone.
  private static final Map<String, String> DOES_WITH = Map.of("report", "--mail-to");

  private final List<String> said = new ArrayList<>();
  private Optional<Audit.Deed> deed = Optional.empty();
  private Optional<Begun> begun = Optional.empty();

  private record Begun(Audit audit, UUID run) {}

  /// This command is about to run.
  void runs(CommandLine.ParseResult parsed) {
    CommandLine.ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    CommandSpec command = last.commandSpec();
    String name = command.qualifiedName(" ").replaceFirst("^mailctl ", "");
    OptionSpec rehearsal = command.findOption("--dry-run");
    if (rehearsal != null
        && !Boolean.TRUE.equals(rehearsal.getValue())
        && !ROUTINE.contains(name)
        && (!DOES_WITH.containsKey(name) || last.hasMatchedOption(DOES_WITH.get(name)))) {
      deed =
          Optional.of(
              new Audit.Deed(
                  actor(), HostMemory.name(), name, Arguments.shown(parsed.originalArgs())));
    }
  }

  static String actor() {
    String user = System.getProperty("user.name", "unknown");
    String behind = System.getenv("SUDO_USER");
    return behind == null || behind.isBlank() ? user : user + " (sudo by " + behind + ")";
  }

  void databaseOpened(Database database) {
    if (deed.isPresent() && begun.isEmpty()) {
      Audit audit = new Audit(database);
      begun = Optional.of(new Begun(audit, audit.begin(deed.get())));
    }
  }

  void heard(String sentence) {
    if (deed.isPresent()) {
      said.add(Arguments.masked(sentence));
    }
  }

  /// The command has done its work: that this cannot be written down any more does not undo it.
  void ended(int exitCode) {
    begun.ifPresent(
        it -> {
          try {
            it.audit().end(it.run(), deed.orElseThrow(), exitCode, String.join("; ", said));
          } catch (RuntimeException e) {
            // Not before: most commands log nothing, and to begin with it is not cheap.
            Logger log = LoggerFactory.getLogger(AuditTrail.class);
            log.warn("audit=not_ended run={} error=\"{}\"", it.run(), e.toString());
          }
        });
  }
}
