package mailctl.database;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Which database mailctl works on.
public sealed interface DatabaseSettings {
  /// Where it is, in words for a person; never with a password.
  DatabaseLocation location();

  /// False when to use it would mean to start it first.
  boolean isThere();

  /// Somebody's server. Without a user the driver takes the name of the operating system's.
  record External(
      String jdbcUrl, Optional<String> user, Optional<String> password, DatabaseLocation location)
      implements DatabaseSettings {
    public External {
      requireNonNull(jdbcUrl, "jdbcUrl is null");
      requireNonNull(user, "user is null");
      requireNonNull(password, "password is null");
      requireNonNull(location, "location is null");
    }

    @Override
    public boolean isThere() {
      return true;
    }

    @Override
    public String toString() {
      return "External[" + location + ", user=" + user.orElse("") + "]";
    }
  }

  /// A PostgreSQL of mailctl's own, with its data in `stateDirectory`.
  record Embedded(Path stateDirectory) implements DatabaseSettings {
    public Embedded {
      stateDirectory = stateDirectory.toAbsolutePath().normalize();
    }

    @Override
    public DatabaseLocation location() {
      return new DatabaseLocation("the embedded database in " + stateDirectory, true);
    }

    @Override
    public boolean isThere() {
      try {
        return PostmasterFile.read(stateDirectory.resolve("data"))
            .filter(PostmasterFile::isAlive)
            .isPresent();
      } catch (IOException e) {
        return false;
      }
    }
  }

  /// A URL says it all, and what it leaves open the other options fill in; without one, a host, a
  /// port or a database name means a server, too; with none of them it is the embedded database.
  ///
  /// @throws Refusal of kind CONFIG when the options make no sense
  static DatabaseSettings of(DatabaseOptions options) {
    if (options.url().isPresent()) {
      return PostgresUrl.parse(options.url().get()).toSettings(options);
    }
    if (options.host().isPresent()
        || options.port().isPresent()
        || options.database().isPresent()) {
      return PostgresUrl.ofParts(options).toSettings(options);
    }
    return new Embedded(options.stateDirectory());
  }
}
