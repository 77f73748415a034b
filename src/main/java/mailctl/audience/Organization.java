package mailctl.audience;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.util.Optional;

/// Who runs events. Its `email` is the sender of its mail; replies go to `replyTo` when it has one.
public record Organization(
    OrganizationId id,
    String slug,
    String name,
    String email,
    Optional<String> replyTo,
    ZoneId zone) {
  public Organization {
    requireNonNull(id, "id is null");
    requireNonNull(slug, "slug is null");
    requireNonNull(name, "name is null");
    requireNonNull(email, "email is null");
    requireNonNull(replyTo, "replyTo is null");
    requireNonNull(zone, "zone is null");
  }
}
