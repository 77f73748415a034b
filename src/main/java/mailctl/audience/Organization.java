package mailctl.audience;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;

/// Who runs events. Its `email` is the sender of its mail; replies go to `replyTo` when it has one.
public record Organization(
    OrganizationId id,
    String slug,
    String name,
    String email,
    Optional<String> replyTo,
    ZoneId zone,
    SendingHours hours) {
  /// Whose mail may go out at any time.
  public Organization(
      OrganizationId id,
      String slug,
      String name,
      String email,
      Optional<String> replyTo,
      ZoneId zone) {
    this(id, slug, name, email, replyTo, zone, SendingHours.ALWAYS);
  }

  public Organization {
    requireNonNull(id, "id is null");
    requireNonNull(slug, "slug is null");
    requireNonNull(name, "name is null");
    requireNonNull(email, "email is null");
    requireNonNull(replyTo, "replyTo is null");
    requireNonNull(zone, "zone is null");
    requireNonNull(hours, "hours is null");
  }

  /// The first time at or after this one at which its mail may go out.
  public Instant nextSendingTime(Instant time) {
    LocalDateTime local = LocalDateTime.ofInstant(time, zone);
    LocalDateTime next = hours.next(local);
    // A local time that comes twice must not be read again.
    return next.equals(local) ? time : next.atZone(zone).toInstant();
  }
}
