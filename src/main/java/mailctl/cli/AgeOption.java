package mailctl.cli;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;

/// How old something must be, on the command line: as `TimeOption`, or a day (UTC).
final class AgeOption {
  private AgeOption() {}

  static final class Converter implements ITypeConverter<TimeOption> {
    @Override
    public TimeOption convert(String text) {
      try {
        return new TimeOption(
            Optional.of(LocalDate.parse(text.strip()).atStartOfDay(ZoneOffset.UTC).toInstant()),
            Optional.empty());
      } catch (DateTimeException e) {
        return new TimeOption.Converter().convert(text);
      }
    }
  }
}
