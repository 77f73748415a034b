package mailctl.audience;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.util.Optional;

/// An organization to be stored; its slug says which.
///
/// @param hours when its mail may go out; left as it is when empty
public record OrganizationValues(
    String slug,
    String name,
    String email,
    Optional<String> replyTo,
    ZoneId zone,
    Optional<SendingHours> hours) {
  public OrganizationValues(
      String slug, String name, String email, Optional<String> replyTo, ZoneId zone) {
    this(slug, name, email, replyTo, zone, Optional.empty());
  }

  public OrganizationValues {
    Slug.check(slug);
    if (name.isBlank()) {
      throw new IllegalArgumentException("an organization needs a name");
    }
    checkAddress(email);
    replyTo.ifPresent(OrganizationValues::checkAddress);
    requireNonNull(zone, "zone is null");
    requireNonNull(hours, "hours is null");
  }

  private static void checkAddress(String email) {
    if (!AddressSyntax.isValid(email)) {
      throw new IllegalArgumentException("'" + email + "' is not an email address");
    }
  }
}
