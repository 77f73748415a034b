package mailctl.cli;

import java.util.function.Function;
import mailctl.database.Database;
import mailctl.database.Tx;

/// One transaction of a command that writes, kept or, with `--dry-run`, rolled back.
final class Writing {
  private Writing() {}

  static <T> T run(Session session, DryRun dryRun, Function<Tx, T> work) {
    Database database = session.app().database();
    return dryRun.on ? database.rehearse(work) : database.transaction(work);
  }

  /// The last word of a rehearsal.
  static void sayIfDry(Session session, DryRun dryRun) {
    if (dryRun.on) {
      session.say("dry run: nothing was changed");
    }
  }
}
