package mailctl.audience;

import java.util.Optional;

/// Ids as people write them.
final class Ids {
  private Ids() {}

  /// Empty when `text` is not an id, and may be a slug.
  static Optional<Long> parse(String text) {
    return text.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }
}
