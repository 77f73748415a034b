package mailctl.campaign;

import java.util.Locale;

/// Whether an email can be unsubscribed from.
public enum EmailKind {
  PROMOTIONAL,
  TRANSACTIONAL;

  /// As it is stored and shown.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static EmailKind of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
