package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// When an email falls due: at a fixed time, some days before, on or after a date of the event, or
/// whenever something happens. All times are local times in the organization's zone. `text` is the
/// canonical form, which `TriggerParser` reads back.
public sealed interface Trigger {
  DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  String text();

  /// Reads what a person wrote.
  ///
  /// @throws mailctl.database.Refusal of kind DATA when it is not a trigger
  static Trigger parse(String text) {
    return TriggerParser.parse(text);
  }

  record At(LocalDateTime time) implements Trigger {
    public At {
      requireNonNull(time, "time is null");
      time = time.withSecond(0).withNano(0);
    }

    @Override
    public String text() {
      return "at " + DATE_TIME.format(time);
    }
  }

  /// Whenever something happens to a registration or to the event: the email stands ready for it.
  record On(Happening happening) implements Trigger {
    public On {
      requireNonNull(happening, "happening is null");
    }

    @Override
    public String text() {
      return happening.phrase();
    }
  }

  /// @param days before the date when negative, after it when positive, on the day itself when 0
  record Relative(Base base, int days, LocalTime time) implements Trigger {
    /// Ten years: more is a slip of the finger.
    static final int MAX_DAYS = 3660;

    public Relative {
      requireNonNull(base, "base is null");
      requireNonNull(time, "time is null");
      time = time.withSecond(0).withNano(0);
      if (Math.abs(days) > MAX_DAYS) {
        throw new IllegalArgumentException("at most " + MAX_DAYS + " days, not " + days);
      }
    }

    @Override
    public String text() {
      String day =
          switch (Integer.signum(days)) {
            case 0 -> "on " + base.dayPhrase();
            case -1 -> count(-days) + " before " + base.phrase();
            default -> count(days) + " after " + base.phrase();
          };
      return day + " at " + TIME.format(time);
    }

    private static String count(int days) {
      return days == 1 ? "1 day" : days + " days";
    }
  }

  /// The dates of an event that an email can count from.
  enum Base {
    EVENT("event", "event date"),
    EVENT_END("event end", "event end date"),
    APPLICATION_DEADLINE("application deadline", "application deadline"),
    PAYMENT_DEADLINE("payment deadline", "payment deadline"),
    /// The day on which the event was entered.
    APPLICATIONS_OPEN("applications open", "applications open date");

    private final String phrase;
    private final String dayPhrase;

    Base(String phrase, String dayPhrase) {
      this.phrase = phrase;
      this.dayPhrase = dayPhrase;
    }

    /// After "before" and "after".
    public String phrase() {
      return phrase;
    }

    /// After "on"; the date's name for a person.
    public String dayPhrase() {
      return dayPhrase;
    }
  }
}
