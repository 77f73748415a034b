package mailctl.audience;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.util.Optional;

/// An organization to be stored; its slug says which.
public record OrganizationValues(
    String slug, String name, String email, Optional<String> replyTo, ZoneId zone) {
  public OrganizationValues {
    Slug.check(slug);
    if (name.isBlank()) {
      throw new IllegalArgumentException("an organization needs a name");
    }
    checkAddress(email);
    replyTo.ifPresent(OrganizationValues::checkAddress);
    requireNonNull(zone, "zone is null");
  }

  private static void checkAddress(String email) {
    if (!AddressSyntax.isValid(email)) {
      throw new IllegalArgumentException("'" + email + "' is not an email address");
    }
  }
}
