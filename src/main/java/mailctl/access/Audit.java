package mailctl.access;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.UUID;
import mailctl.database.Database;

/// Writes down who changes what. The beginning is written before anything else, so that what was
/// killed is known, too.
public final class Audit {
  private static final int LONGEST = 4_000;

  /// Who does something, and what.
  public record Deed(String actor, String host, String action, String arguments) {
    public Deed {
      requireNonNull(actor, "actor is null");
      requireNonNull(host, "host is null");
      requireNonNull(action, "action is null");
      requireNonNull(arguments, "arguments is null");
    }
  }

  /// Which entries, the newest first. Empty texts are all.
  public record Query(String actor, String action, java.time.Instant since, int limit) {
    public Query {
      requireNonNull(actor, "actor is null");
      requireNonNull(action, "action is null");
      requireNonNull(since, "since is null");
    }
  }

  private final Database database;
  private final AuditStore store = new AuditStore();

  public Audit(Database database) {
    this.database = requireNonNull(database, "database is null");
  }

  /// The run, for its end.
  public UUID begin(Deed deed) {
    UUID run = UUID.randomUUID();
    database.run(tx -> store.begin(tx, run, deed, shorten(deed.arguments())));
    return run;
  }

  public void end(UUID run, Deed deed, int exitCode, String changes) {
    database.run(tx -> store.end(tx, run, deed, exitCode, shorten(changes)));
  }

  public List<AuditEntry> list(Query query) {
    return database.transaction(tx -> store.list(tx, query));
  }

  private static String shorten(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
