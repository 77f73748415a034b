package mailctl.fence;

import static java.util.Objects.requireNonNull;

/// One thing that shows that a database is not the one that it takes itself for.
public record Difference(Kind kind, String words) {
  public enum Kind {
    /// PostgreSQL's system identifier: another server.
    SERVER,
    /// Another database of the same server.
    DATABASE,
    /// Another folder of the embedded server.
    PLACE,
    /// Older than what this host has seen.
    EPOCH
  }

  public Difference {
    requireNonNull(kind, "kind is null");
    requireNonNull(words, "words is null");
  }
}
