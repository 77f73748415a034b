package mailctl.database;

import static java.util.Objects.requireNonNull;

/// A migration that `migrate` has just applied: version 4, "delivery".
public record AppliedMigration(int version, String description) {
  public AppliedMigration {
    requireNonNull(description, "description is null");
  }
}
