package mailctl.database;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/// What people and their environment say about the database, before anybody made sense of it: the
/// keys `database.url`, `database.user` and `database.password`, the variables `PGHOST`, `PGPORT`
/// and `PGDATABASE`, and the folder for an embedded one. An empty or blank text counts as not said.
public record DatabaseOptions(
    Optional<String> url,
    Optional<String> user,
    Optional<String> password,
    Optional<String> host,
    Optional<String> port,
    Optional<String> database,
    Path stateDirectory) {
  public DatabaseOptions {
    url = said(requireNonNull(url, "url is null"));
    user = said(requireNonNull(user, "user is null"));
    password = said(requireNonNull(password, "password is null"));
    host = said(requireNonNull(host, "host is null"));
    port = said(requireNonNull(port, "port is null"));
    database = said(requireNonNull(database, "database is null"));
    requireNonNull(stateDirectory, "stateDirectory is null");
  }

  /// Nothing said: the embedded database in that folder.
  public static DatabaseOptions embedded(Path stateDirectory) {
    Optional<String> none = Optional.empty();
    return new DatabaseOptions(none, none, none, none, none, none, stateDirectory);
  }

  @Override
  public String toString() {
    return "DatabaseOptions[user=" + user + ", host=" + host + ", port=" + port + ", …]";
  }

  private static Optional<String> said(Optional<String> text) {
    return text.filter(value -> !value.isBlank());
  }
}
