package mailctl.audience;

import java.util.regex.Pattern;

/// The short name of an organization or event, as it stands in files and commands.
final class Slug {
  private static final Pattern PATTERN = Pattern.compile("[a-z0-9][a-z0-9_-]*");

  private Slug() {}

  static void check(String slug) {
    if (!PATTERN.matcher(slug).matches()) {
      throw new IllegalArgumentException(
          "'" + slug + "' is not a slug: small letters, digits, dashes and underscores");
    }
  }
}
