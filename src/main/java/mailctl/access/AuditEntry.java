package mailctl.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// A command or request that changed something, or was going to.
///
/// @param exitCode empty while it runs, and for ever when it was killed
/// @param changes what it said that it changed
public record AuditEntry(
    long id,
    Instant at,
    String actor,
    String host,
    String action,
    String arguments,
    OptionalInt exitCode,
    Optional<Instant> endedAt,
    String changes) {
  public AuditEntry {
    requireNonNull(at, "at is null");
    requireNonNull(actor, "actor is null");
    requireNonNull(host, "host is null");
    requireNonNull(action, "action is null");
    requireNonNull(arguments, "arguments is null");
    requireNonNull(exitCode, "exitCode is null");
    requireNonNull(endedAt, "endedAt is null");
    requireNonNull(changes, "changes is null");
  }
}
