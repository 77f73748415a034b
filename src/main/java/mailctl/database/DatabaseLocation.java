package mailctl.database;

import static java.util.Objects.requireNonNull;

/// Where a database is, in words for a person: "the embedded database in
/// /home/kim/.local/state/mailctl" or "PostgreSQL at db.example:5432/mail". Never holds a password.
public record DatabaseLocation(String words, boolean embedded) {
  public DatabaseLocation {
    requireNonNull(words, "words is null");
  }

  @Override
  public String toString() {
    return words;
  }
}
