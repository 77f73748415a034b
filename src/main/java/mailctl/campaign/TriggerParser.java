package mailctl.campaign;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailctl.database.Refusal;

/// Reads triggers as people write them: lenient in words, strict in meaning.
final class TriggerParser {
  private static final String EXAMPLES =
      "write \"7 days before event at 09:00\", \"on payment deadline at 10:00\", \"at 2026-12-01"
          + " 09:00\" or \"on approval\"";

  private static final Pattern TIME =
      Pattern.compile("(\\d{1,2})(?::(\\d{2}))?(?::00)?\\s*(am|pm|h)?");
  private static final Pattern AT =
      Pattern.compile("(?:at |on )?(\\d{4}-\\d{2}-\\d{2})(?: at |[ t])(\\S.*)");
  private static final Pattern RELATIVE =
      Pattern.compile("(?:(\\S+) (days?|weeks?) (before|after)|on) (.+?)(?: at (.+))?");
  private static final Map<String, Integer> SMALL_NUMBERS =
      Map.of("a", 1, "one", 1, "two", 2, "three", 3);
  private static final LocalTime MORNING = LocalTime.of(9, 0);

  /// The words for a base once "the" and a final "date" or "day" are taken away.
  private static final Map<String, Trigger.Base> BASES =
      Map.ofEntries(
          Map.entry("event", Trigger.Base.EVENT),
          Map.entry("event start", Trigger.Base.EVENT),
          Map.entry("event end", Trigger.Base.EVENT_END),
          Map.entry("end of event", Trigger.Base.EVENT_END),
          Map.entry("deadline", Trigger.Base.APPLICATION_DEADLINE),
          Map.entry("application deadline", Trigger.Base.APPLICATION_DEADLINE),
          Map.entry("applications deadline", Trigger.Base.APPLICATION_DEADLINE),
          Map.entry("payment", Trigger.Base.PAYMENT_DEADLINE),
          Map.entry("payment due", Trigger.Base.PAYMENT_DEADLINE),
          Map.entry("payment deadline", Trigger.Base.PAYMENT_DEADLINE),
          Map.entry("applications open", Trigger.Base.APPLICATIONS_OPEN),
          Map.entry("application open", Trigger.Base.APPLICATIONS_OPEN),
          Map.entry("application opens", Trigger.Base.APPLICATIONS_OPEN),
          Map.entry("applications opening", Trigger.Base.APPLICATIONS_OPEN));

  private TriggerParser() {}

  static Trigger parse(String input) {
    String text = input.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    Optional<Happening> happening = Happening.of(text);
    if (happening.isPresent()) {
      return new Trigger.On(happening.get());
    }
    Matcher at = AT.matcher(text);
    if (at.matches()) {
      return new Trigger.At(LocalDateTime.of(date(input, at.group(1)), time(input, at.group(2))));
    }
    Matcher relative = RELATIVE.matcher(text);
    if (!relative.matches()) {
      throw refused(input, "it is neither a time nor a number of days before or after a date");
    }
    String number = relative.group(1);
    String time = relative.group(5);
    Trigger.Base base = base(input, relative.group(4));
    int days = number == null ? 0 : days(input, number, relative.group(2), relative.group(3));
    return new Trigger.Relative(base, days, time == null ? MORNING : time(input, time));
  }

  /// The triggers of older systems, by their names: `days_before_event` with 7, and so on.
  static Trigger parseNamed(String name, int days, LocalTime time) {
    record Named(Trigger.Base base, int sign) {}
    Map<String, Named> known =
        Map.ofEntries(
            Map.entry("days_before_event", new Named(Trigger.Base.EVENT, -1)),
            Map.entry("days_after_event", new Named(Trigger.Base.EVENT, 1)),
            Map.entry("on_event_date", new Named(Trigger.Base.EVENT, 0)),
            Map.entry("days_before_deadline", new Named(Trigger.Base.APPLICATION_DEADLINE, -1)),
            Map.entry("days_after_deadline", new Named(Trigger.Base.APPLICATION_DEADLINE, 1)),
            Map.entry("days_before_payment_deadline", new Named(Trigger.Base.PAYMENT_DEADLINE, -1)),
            Map.entry("days_after_payment_deadline", new Named(Trigger.Base.PAYMENT_DEADLINE, 1)),
            Map.entry("on_payment_deadline", new Named(Trigger.Base.PAYMENT_DEADLINE, 0)),
            Map.entry("on_application_open", new Named(Trigger.Base.APPLICATIONS_OPEN, 1)));
    Optional<Happening> happening = Happening.of(name);
    if (happening.isPresent()) {
      if (days != 0) {
        throw refused(name, "it takes no days");
      }
      return new Trigger.On(happening.get());
    }
    Named named = known.get(name.strip().toLowerCase(Locale.ROOT));
    if (named == null) {
      Set<String> all = new TreeSet<>(known.keySet());
      Happening.phrases().forEach(phrase -> all.add(phrase.replace(' ', '_')));
      throw refused(name, Nearest.hint("there is no such trigger", name, all));
    }
    if (days < 0) {
      throw refused(name, "days is " + days + "; whether before or after is in the trigger's name");
    }
    if (named.sign() == 0 && days != 0) {
      throw refused(name, "it takes no days");
    }
    return relative(name, named.base(), (long) days * named.sign(), time);
  }

  static LocalTime time(String input, String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (lower.equals("noon")) {
      return LocalTime.NOON;
    }
    if (lower.equals("midnight")) {
      return LocalTime.MIDNIGHT;
    }
    Matcher matcher = TIME.matcher(lower);
    if (matcher.matches() && (matcher.group(2) != null || matcher.group(3) != null)) {
      int hour = Integer.parseInt(matcher.group(1));
      int minute = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
      Optional<String> half = Optional.ofNullable(matcher.group(3)).filter(h -> !h.equals("h"));
      boolean right = half.isPresent() ? hour >= 1 && hour <= 12 : hour <= 23;
      if (right && minute <= 59) {
        int hours = half.isEmpty() ? hour : hour % 12 + (half.get().equals("pm") ? 12 : 0);
        return LocalTime.of(hours, minute);
      }
    }
    throw refused(input, "'" + text + "' is not a time of day such as 09:00");
  }

  private static LocalDate date(String input, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw refused(input, "there is no day " + text);
    }
  }

  private static int days(String input, String number, String unit, String side) {
    try {
      int count =
          SMALL_NUMBERS.containsKey(number) ? SMALL_NUMBERS.get(number) : Integer.parseInt(number);
      if (count < 0) {
        throw refused(input, "the number of days is not below zero");
      }
      long days =
          (long) count * (unit.startsWith("week") ? 7 : 1) * (side.equals("before") ? -1 : 1);
      if (Math.abs(days) > Trigger.Relative.MAX_DAYS) {
        throw refused(input, "more than " + Trigger.Relative.MAX_DAYS + " days away");
      }
      return (int) days;
    } catch (NumberFormatException e) {
      throw refused(input, "'" + number + "' is not a number of days");
    }
  }

  private static Trigger relative(String input, Trigger.Base base, long days, LocalTime time) {
    if (Math.abs(days) > Trigger.Relative.MAX_DAYS) {
      throw refused(input, "more than " + Trigger.Relative.MAX_DAYS + " days away");
    }
    return new Trigger.Relative(base, (int) days, time);
  }

  private static Trigger.Base base(String input, String words) {
    String key =
        words
            .replace('_', ' ')
            .replace('-', ' ')
            .replaceFirst("^the ", "")
            .replaceFirst(" ?\\b(date|day)$", "");
    Trigger.Base base = BASES.get(key);
    if (base == null && Happening.of("on " + words).isPresent()) {
      throw refused(input, "what answers to a change goes out when that happens, at no other time");
    }
    if (base == null) {
      throw refused(input, Nearest.hint("an event has no '" + words + "'", key, BASES.keySet()));
    }
    return base;
  }

  private static Refusal refused(String input, String why) {
    return new Refusal(
        Refusal.Kind.DATA, "'" + input.strip() + "' is not a trigger: " + why, EXAMPLES);
  }
}
