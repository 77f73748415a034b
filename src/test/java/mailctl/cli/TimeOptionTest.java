package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeOptionTest {
  private static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-06-01T09:00:00Z, 2026-06-01T09:00:00Z",
    "2026-06-01T09:00:00+02:00, 2026-06-01T07:00:00Z",
    "30m, 2026-06-10T11:30:00Z",
    "2h, 2026-06-10T10:00:00Z",
    "3d, 2026-06-07T12:00:00Z"
  })
  void is_a_time_or_reaches_back(String text, String expected) {
    assertThat(new TimeOption.Converter().convert(text).at(NOW)).isEqualTo(expected);
  }

  @Test
  void anything_else_is_refused_with_examples() {
    assertThatThrownBy(() -> new TimeOption.Converter().convert("yesterday"))
        .hasMessageContaining("'yesterday' is neither a time like");
  }
}
