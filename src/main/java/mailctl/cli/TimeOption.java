package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A time on the command line: RFC 3339, or a duration that reaches back from now. One of the two
/// is present.
///
/// ```java
/// @Option(names = "--since", paramLabel = "TIME", converter = TimeOption.Converter.class, …)
/// Optional<TimeOption> since = Optional.empty();
/// ```
record TimeOption(Optional<Instant> instant, Optional<Duration> back) {
  private static final Pattern BACK = Pattern.compile("(\\d{1,6})\\s*(s|m|h|d)");

  TimeOption {
    requireNonNull(instant, "instant is null");
    requireNonNull(back, "back is null");
    if (instant.isPresent() == back.isPresent()) {
      throw new IllegalArgumentException("either an instant or a duration");
    }
  }

  Instant at(Instant now) {
    return instant.orElseGet(() -> now.minus(back.orElse(Duration.ZERO)));
  }

  static final class Converter implements ITypeConverter<TimeOption> {
    @Override
    public TimeOption convert(String text) {
      Matcher matcher = BACK.matcher(text.strip());
      if (matcher.matches()) {
        long amount = Long.parseLong(matcher.group(1));
        Duration back =
            switch (matcher.group(2)) {
              case "s" -> Duration.ofSeconds(amount);
              case "m" -> Duration.ofMinutes(amount);
              case "h" -> Duration.ofHours(amount);
              default -> Duration.ofDays(amount);
            };
        return new TimeOption(Optional.empty(), Optional.of(back));
      }
      try {
        return new TimeOption(
            Optional.of(OffsetDateTime.parse(text.strip()).toInstant()), Optional.empty());
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'" + text + "' is neither a time like 2026-06-01T09:00:00Z nor a duration like 2h");
      }
    }
  }
}
