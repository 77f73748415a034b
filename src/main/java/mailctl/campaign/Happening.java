package mailctl.campaign;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A change that a standing email answers. The database notices it, whoever makes it; which change
/// is which stands in the functions `note_registration_changes`, `note_event_change` and
/// `note_bulletins`.
public enum Happening {
  INVITATION("on invitation"),
  APPLICATION("on application"),
  APPROVAL("on approval"),
  WAITLIST("on waitlist"),
  REJECTION("on rejection"),
  PAYMENT("on payment received"),
  CATEGORY_CHANGE("on category change"),
  EVENT_UPDATE("on event update"),
  EVENT_CANCELLATION("on event cancellation"),
  BULLETIN("on bulletin post");

  private static final Map<String, Happening> OTHER_WORDS =
      Map.ofEntries(
          Map.entry("on invitation sent", INVITATION),
          Map.entry("on invitation send", INVITATION),
          Map.entry("on application submit", APPLICATION),
          Map.entry("on application submitted", APPLICATION),
          Map.entry("on application received", APPLICATION),
          Map.entry("on waitlisting", WAITLIST),
          Map.entry("on payment", PAYMENT),
          Map.entry("on change of category", CATEGORY_CHANGE),
          Map.entry("on update of event", EVENT_UPDATE),
          Map.entry("on bulletin", BULLETIN),
          Map.entry("on bulletin posted", BULLETIN),
          Map.entry("on event cancel", EVENT_CANCELLATION),
          Map.entry("on cancellation", EVENT_CANCELLATION),
          Map.entry("on cancellation of event", EVENT_CANCELLATION));

  private final String phrase;

  Happening(String phrase) {
    this.phrase = phrase;
  }

  /// The trigger of an email that answers it, in the form that the database knows.
  public String phrase() {
    return phrase;
  }

  /// @param text a trigger as a person writes it
  static Optional<Happening> of(String text) {
    String words =
        text.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " ").replaceAll("\\bthe ", "");
    return Arrays.stream(values())
        .filter(each -> each.phrase.equals(words))
        .findFirst()
        .or(() -> Optional.ofNullable(OTHER_WORDS.get(words)));
  }

  static List<String> phrases() {
    return Arrays.stream(values()).map(Happening::phrase).toList();
  }
}
