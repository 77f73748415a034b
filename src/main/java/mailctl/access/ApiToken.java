package mailctl.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// A token of the admin listener, as far as it is kept: not the token itself.
public record ApiToken(
    long id,
    String name,
    Scope scope,
    Instant createdAt,
    String createdBy,
    Optional<Instant> expiresAt,
    Optional<Instant> revokedAt) {
  public enum Scope {
    READ,
    WRITE
  }

  public ApiToken {
    requireNonNull(name, "name is null");
    requireNonNull(scope, "scope is null");
    requireNonNull(createdAt, "createdAt is null");
    requireNonNull(createdBy, "createdBy is null");
    requireNonNull(expiresAt, "expiresAt is null");
    requireNonNull(revokedAt, "revokedAt is null");
  }

  public boolean isValidAt(Instant time) {
    return revokedAt.isEmpty() && expiresAt.filter(end -> !end.isAfter(time)).isEmpty();
  }
}
