package mailctl.campaign;

import java.util.Locale;

/// By what the better version is known.
public enum Metric {
  /// That it arrives.
  DELIVERED,
  /// That a person clicks, whatever on.
  CLICKS,
  /// That a person clicks on one link: a reply, where the link is how one replies.
  LINK;

  /// As it is stored and written.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
