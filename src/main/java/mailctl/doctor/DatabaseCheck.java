package mailctl.doctor;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import mailctl.database.DatabaseUnavailableException;
import mailctl.database.OpenDatabase;
import mailctl.database.Refusal;

/// Whether the database can be reached, and has the tables of this mailctl.
public final class DatabaseCheck implements Check {
  static final String WHERE_IT_IS =
      "mailctl config show says where each database setting comes from";

  private final Supplier<OpenDatabase> database;

  public DatabaseCheck(Supplier<OpenDatabase> database) {
    this.database = requireNonNull(database, "database is null");
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public Finding look() {
    try {
      OpenDatabase open = database.get();
      open.check();
      return Finding.ok(
          "%s: PostgreSQL %s (%s), schema version %d"
              .formatted(
                  open.database().location().words(),
                  open.database().transaction(ServerStore::version),
                  open.database().location().embedded() ? "embedded" : "external",
                  open.schemaVersion()));
    } catch (Refusal e) {
      return Finding.fail(
          String.valueOf(e.getMessage()), e.hint().isEmpty() ? WHERE_IT_IS : e.hint());
    } catch (DatabaseUnavailableException e) {
      return Finding.fail(String.valueOf(e.getMessage()), WHERE_IT_IS);
    }
  }
}
