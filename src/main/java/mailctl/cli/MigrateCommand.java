package mailctl.cli;

import java.util.List;
import mailctl.database.AppliedMigration;
import mailctl.database.OpenDatabase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command
@Examples({"mailctl migrate", "mailctl migrate --dry-run"})
@ExitCodes(ExitCode.UNAVAILABLE)
final class MigrateCommand extends Action {
  @Mixin final DryRun dryRun = new DryRun();

  MigrateCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    OpenDatabase database = session.app().openedDatabase();
    List<AppliedMigration> migrations =
        dryRun.on ? database.pendingMigrations() : database.migrate();
    int version = database.schemaVersion();
    if (session.json()) {
      session.print(
          Json.object()
              .list(
                  dryRun.on ? "pending" : "applied",
                  migrations,
                  it ->
                      Json.object()
                          .put("version", it.version())
                          .put("description", it.description()))
              .put("version", version)
              .put("dry_run", dryRun.on));
    } else {
      Table table = Table.of("VERSION", "DESCRIPTION");
      migrations.forEach(it -> table.row(it.version(), it.description()));
      if (!table.isEmpty()) {
        table.print(session.terminal());
      }
    }
    if (!dryRun.on && !migrations.isEmpty()) {
      // The audit's own table may have been made just now.
      session.trail().databaseOpened(database.database());
    }
    String where = database.database().location().words();
    if (migrations.isEmpty()) {
      session.say(where + " is already at version " + version);
    } else if (!dryRun.on) {
      session.say(where + " is now at version " + version);
    }
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }
}
