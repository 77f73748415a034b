package mailctl.audience;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When an organization's mail may go out, in its own zone: not in its quiet hours, and only on
/// some days of the week.
public record SendingHours(Optional<Quiet> quiet, Set<DayOfWeek> days) {
  public static final SendingHours ALWAYS =
      new SendingHours(Optional.empty(), EnumSet.allOf(DayOfWeek.class));

  private static final Pattern TIMES =
      Pattern.compile("(\\d{1,2}):(\\d{2})\\s*(?:-|–|to)\\s*(\\d{1,2}):(\\d{2})");

  /// From one time of day until before another one; over midnight when that is earlier.
  public record Quiet(LocalTime from, LocalTime until) {
    public Quiet {
      requireNonNull(from, "from is null");
      requireNonNull(until, "until is null");
      if (from.equals(until)) {
        throw new IllegalArgumentException(
            "quiet hours from " + from + " until " + until + " never end");
      }
    }

    /// Reads "21:00-08:00".
    ///
    /// @throws IllegalArgumentException when it is something else
    public static Quiet of(String text) {
      Matcher matcher = TIMES.matcher(text.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "'" + text.strip() + "' are not quiet hours such as 21:00-08:00");
      }
      return new Quiet(
          time(matcher.group(1), matcher.group(2)), time(matcher.group(3), matcher.group(4)));
    }

    private static LocalTime time(String hour, String minute) {
      int h = Integer.parseInt(hour);
      int m = Integer.parseInt(minute);
      if (h > 23 || m > 59) {
        throw new IllegalArgumentException(hour + ":" + minute + " is not a time of day");
      }
      return LocalTime.of(h, m);
    }

    boolean contains(LocalTime time) {
      boolean begun = !time.isBefore(from);
      boolean notOver = time.isBefore(until);
      return from.isBefore(until) ? begun && notOver : begun || notOver;
    }

    /// The end of those that `time` is in.
    LocalDateTime end(LocalDateTime time) {
      boolean beforeMidnight = until.isBefore(from) && !time.toLocalTime().isBefore(from);
      return time.toLocalDate().plusDays(beforeMidnight ? 1 : 0).atTime(until);
    }

    @Override
    public String toString() {
      return from + "-" + until;
    }
  }

  public SendingHours {
    requireNonNull(quiet, "quiet is null");
    if (days.isEmpty()) {
      throw new IllegalArgumentException("there must be a day on which mail may go out");
    }
    days = Set.copyOf(days);
  }

  /// The first time at or after this one at which mail may go out: the end of the quiet hours; on a
  /// day without mail the same time of day on the next day that has some.
  public LocalDateTime next(LocalDateTime time) {
    LocalDateTime next =
        quiet
            .filter(hours -> hours.contains(time.toLocalTime()))
            .map(it -> it.end(time))
            .orElse(time);
    while (!days.contains(next.getDayOfWeek())) {
      next = next.plusDays(1);
    }
    return next;
  }

  /// "mon", "tue", … in the order of the week.
  public List<String> dayWords() {
    return Arrays.stream(DayOfWeek.values())
        .filter(days::contains)
        .map(SendingHours::word)
        .toList();
  }

  /// @throws IllegalArgumentException when one of the words is not the beginning of a day's name
  public static Set<DayOfWeek> daysOf(List<String> words) {
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String text : words) {
      String word = text.strip().toLowerCase(Locale.ROOT);
      days.add(
          Arrays.stream(DayOfWeek.values())
              .filter(day -> word.equals(word(day)) || word.equals(name(day)))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "'" + text + "' is not a day such as mon, tue or wednesday")));
    }
    return days;
  }

  private static String word(DayOfWeek day) {
    return name(day).substring(0, 3);
  }

  private static String name(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }
}
