package mailctl.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mailctl.delivery.Share;

/// How the text of a setting becomes a value. `parse` throws `IllegalArgumentException` with words
/// for a person, such as "is not between 1 and 1000"; `show` is what `config show` prints.
record Kind<T>(Function<String, T> parse, Function<String, String> show) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,9})\\s*(B|kB|MB|GB)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>]+@[^\\s@<>]+");
  private static final Pattern PASSWORD_IN_URL =
      Pattern.compile("(?<=://)([^/@:]*):.*@|(?<=[?&]password=)[^&]*");

  static Kind<String> text() {
    return of(text -> text);
  }

  static Kind<Optional<String>> optionalText() {
    return of(Kind::present);
  }

  /// A URL that may carry a password, which is never shown.
  static Kind<Optional<String>> databaseUrl() {
    return new Kind<>(
        Kind::present,
        text ->
            PASSWORD_IN_URL
                .matcher(text)
                .replaceAll(match -> match.group(1) == null ? "***" : match.group(1) + ":***@"));
  }

  static Kind<Optional<Secret>> secret() {
    return new Kind<>(text -> present(text).map(Secret::new), text -> text.isEmpty() ? "" : "***");
  }

  static Kind<Path> path() {
    return of(Path::of);
  }

  static Kind<URI> httpUrl() {
    return of(
        text -> {
          URI uri = URI.create(text);
          boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
          if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException("is not an http or https URL");
          }
          return uri;
        });
  }

  static Kind<Integer> integer(int least, int most) {
    return of(text -> parseInteger(text, least, most));
  }

  static Kind<Optional<Integer>> optionalInteger(int least, int most) {
    return of(text -> present(text).map(some -> parseInteger(some, least, most)));
  }

  /// `on` is what it was called when there was only the signature.
  static Kind<Settings.Verify> verify() {
    return of(
        text ->
            switch (text) {
              case "on", "true", "yes" -> Settings.Verify.SIGNATURE;
              case "false", "no" -> Settings.Verify.OFF;
              default -> Choices.parse(Settings.Verify.class, text);
            });
  }

  /// Empty, or an address that nobody on the way can answer for: https, or on this machine.
  static Kind<Optional<URI>> optionalSecureUrl() {
    return of(
        text ->
            present(text)
                .map(httpUrl().parse())
                .map(
                    uri -> {
                      boolean local =
                          Set.of("localhost", "127.0.0.1", "[::1]").contains(uri.getHost());
                      if (!local && !"https".equals(uri.getScheme())) {
                        throw new IllegalArgumentException("is not an https URL");
                      }
                      return uri;
                    }));
  }

  /// A size, or a share of the heap: "64MB" or "25%".
  static Kind<Long> memory() {
    return of(
        text -> {
          if (!text.matches("\\d{1,2}%")) {
            return (long) size().parse().apply(text);
          }
          int percent = Integer.parseInt(text.substring(0, text.length() - 1));
          if (percent < 1) {
            throw new IllegalArgumentException("is not between 1% and 99%");
          }
          return Runtime.getRuntime().maxMemory() / 100 * percent;
        });
  }

  static Kind<Boolean> onOff() {
    return of(
        text ->
            switch (text) {
              case "on", "true", "yes" -> true;
              case "off", "false", "no" -> false;
              default -> throw new IllegalArgumentException("is neither on nor off");
            });
  }

  static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
    return of(text -> Choices.parse(type, text));
  }

  static Kind<Duration> duration(Duration least, Duration most) {
    return of(
        text -> {
          Duration duration = parseDuration(text);
          if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                "is not between " + showDuration(least) + " and " + showDuration(most));
          }
          return duration;
        });
  }

  /// A duration, or "off".
  static Kind<Optional<Duration>> durationOrOff(Duration least, Duration most) {
    Kind<Duration> some = duration(least, most);
    return of(
        text ->
            text.isEmpty() || text.equals("off")
                ? Optional.empty()
                : Optional.of(some.parse().apply(text)));
  }

  /// A time of the day as "08:00", or "off".
  static Kind<Optional<LocalTime>> timeOrOff() {
    return of(
        text -> {
          if (text.isEmpty() || text.equals("off")) {
            return Optional.empty();
          }
          try {
            return Optional.of(LocalTime.parse(text));
          } catch (DateTimeException e) {
            throw new IllegalArgumentException("is neither off nor a time such as 08:00", e);
          }
        });
  }

  /// The name of a time zone, such as "America/Halifax", or nothing.
  static Kind<Optional<ZoneId>> optionalZone() {
    return of(
        text -> {
          try {
            return present(text).map(ZoneId::of);
          } catch (DateTimeException e) {
            throw new IllegalArgumentException("is no time zone such as America/Halifax", e);
          }
        });
  }

  static Kind<Optional<String>> optionalAddress() {
    return of(text -> present(text).map(Kind::address));
  }

  /// Email addresses, apart by commas or lines.
  static Kind<List<String>> addresses() {
    return of(
        text ->
            Stream.of(text.split("[,\\n]"))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(Kind::address)
                .toList());
  }

  private static String address(String text) {
    if (!ADDRESS.matcher(text).matches()) {
      throw new IllegalArgumentException("is no email address such as ops@example.org");
    }
    return text;
  }

  /// A part of a hundred: "0.3%", or "off".
  static Kind<Share> share() {
    return of(Share::parse);
  }

  /// Waits between tries: "1h 4h 24h", or "none".
  static Kind<List<Duration>> ladder() {
    return of(
        text ->
            text.isEmpty() || text.equals("none")
                ? List.of()
                : Stream.of(text.split("[\\s,]+")).map(Kind::parseDuration).toList());
  }

  /// Apart by commas or lines; blanks inside are kept. "none" for no phrase.
  static Kind<List<String>> phrases() {
    return of(
        text ->
            text.equals("none")
                ? List.of()
                : Stream.of(text.split("[,\\n]"))
                    .map(String::strip)
                    .filter(phrase -> !phrase.isEmpty())
                    .toList());
  }

  /// A number of bytes: "8MB", where 1 kB is 1024 bytes.
  static Kind<Integer> size() {
    return of(
        text -> {
          Matcher matcher = SIZE.matcher(text);
          if (!matcher.matches()) {
            throw new IllegalArgumentException("is not a size such as 512kB or 8MB");
          }
          String unit = matcher.group(2) == null ? "b" : matcher.group(2);
          long scale =
              switch (Character.toLowerCase(unit.charAt(0))) {
                case 'k' -> 1L << 10;
                case 'm' -> 1L << 20;
                case 'g' -> 1L << 30;
                default -> 1;
              };
          long bytes = Long.parseLong(matcher.group(1)) * scale;
          if (bytes < 1 || bytes > 1L << 30) {
            throw new IllegalArgumentException("is not between 1B and 1GB");
          }
          return (int) bytes;
        });
  }

  static <T> Kind<T> of(Function<String, T> parse) {
    return new Kind<>(parse, text -> text);
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static int parseInteger(String text, int least, int most) {
    String problem = "is not a whole number between " + least + " and " + most;
    try {
      int number = Integer.parseInt(text);
      if (number < least || number > most) {
        throw new IllegalArgumentException(problem);
      }
      return number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(problem, e);
    }
  }

  private static Duration parseDuration(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("is not a duration such as 30s, 5m, 4h or 7d");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static String showDuration(Duration duration) {
    if (duration.toSeconds() == 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toHours() > 0 && duration.toHours() % 24 == 0) {
      return duration.toDays() + "d";
    }
    return duration.toSeconds() % 3600 == 0 ? duration.toHours() + "h" : duration.toSeconds() + "s";
  }
}
