package mailctl.database;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/// Brings the schema to the version of this mailctl and tells when it is not there.
final class Migrations {
  private final Database database;
  private final DataSource withoutLimits;
  private final int newest;

  /// `withoutLimits` because an index on a large table takes its time.
  Migrations(Database database, DataSource withoutLimits) {
    this(database, withoutLimits, NewestMigration.VERSION);
  }

  Migrations(Database database, DataSource withoutLimits, int newest) {
    this.database = requireNonNull(database, "database is null");
    this.withoutLimits = requireNonNull(withoutLimits, "withoutLimits is null");
    this.newest = newest;
  }

  void check() {
    int installed = installed();
    refuseNewer(installed);
    refuseOlder(installed);
  }

  /// For one that runs already: what came since only added.
  void checkNotOlder() {
    refuseOlder(installed());
  }

  private void refuseOlder(int installed) {
    if (installed == 0) {
      throw new Refusal(
          Refusal.Kind.CONFIG,
          database.location() + " has none of mailctl's tables yet",
          "mailctl migrate");
    }
    if (installed < newest) {
      throw new Refusal(
          Refusal.Kind.CONFIG,
          "the schema of %s is at version %d, this mailctl needs %d"
              .formatted(database.location(), installed, newest),
          "mailctl migrate");
    }
  }

  /// Leaves a database that has tables of ours as it is: bringing those up to date is a decision.
  void migrateIfEmpty() {
    if (installed() == 0) {
      migrate();
    }
  }

  void migrateIfBehind() {
    if (installed() != newest) {
      migrate();
    }
  }

  /// Several processes may do this at once: Flyway holds a lock, and the second finds nothing to
  /// do.
  List<AppliedMigration> migrate() {
    refuseNewer(installed());
    try {
      MigrateResult result = flyway().migrate();
      return result.migrations.stream()
          .map(each -> new AppliedMigration(Integer.parseInt(each.version), each.description))
          .toList();
    } catch (FlywayException e) {
      if (SqlStates.isUnavailable(e)) {
        throw new DatabaseUnavailableException(database.location(), e);
      }
      throw new Refusal(
          Refusal.Kind.CONFIG,
          "cannot migrate " + database.location() + ": " + oneLine(e),
          "give mailctl a database of its own, with a user that may create tables in it");
    }
  }

  /// What `migrate` would apply, oldest first.
  List<AppliedMigration> pending() {
    refuseNewer(installed());
    return Stream.of(flyway().info().pending())
        .map(
            each ->
                new AppliedMigration(
                    Integer.parseInt(each.getVersion().getVersion()), each.getDescription()))
        .toList();
  }

  int installed() {
    return SchemaStore.installedVersion(database);
  }

  private Flyway flyway() {
    return Flyway.configure()
        .dataSource(withoutLimits)
        .locations("classpath:db/migration")
        .failOnMissingLocations(true)
        .loggers("slf4j")
        .load();
  }

  private void refuseNewer(int installed) {
    if (installed > newest) {
      throw new Refusal(
          Refusal.Kind.CONFIG,
          "the schema of %s is at version %d, newer than this mailctl, which knows %d"
              .formatted(database.location(), installed, newest),
          "install the newer mailctl that migrated it");
    }
  }

  private static String oneLine(FlywayException e) {
    if (String.valueOf(e.getMessage()).startsWith("Found non-empty schema")) {
      // Flyway's own advice, to begin on top of what is there, is not ours.
      return "it holds tables that are not mailctl's";
    }
    return String.join(" ", String.valueOf(e.getMessage()).lines().map(String::strip).toList());
  }
}
