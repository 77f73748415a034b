package mailctl.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LatenessTest {
  private static final Instant DUE = Instant.parse("2026-06-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT10M1S, 10 minutes late",
    "PT45M, 45 minutes late",
    "PT59M59S, 59 minutes late",
    "PT1H, 1 hour late",
    "PT1H6M, 1.1 hours late",
    "PT3H30M, 3.5 hours late",
    "PT23H59M, 23.9 hours late",
    "PT24H, 1 day late",
    "PT50H24M, 2.1 days late",
    "PT9600H, 400 days late",
  })
  void lateness_reads_as_people_say_it(Duration late, String words) {
    assertThat(Lateness.words(late)).isEqualTo(words);
  }

  @Test
  void ten_minutes_are_on_time_and_a_second_more_is_late() {
    assertThat(Lateness.of("scheduled", DUE, DUE.plusSeconds(600))).isEmpty();
    assertThat(Lateness.of("scheduled", DUE, DUE.plusSeconds(601)))
        .contains(Duration.ofSeconds(601));
  }

  @ParameterizedTest
  @CsvSource({"sent", "sending", "held", "paused", "cancelled", "active", "failed"})
  void only_what_is_still_scheduled_is_late(String status) {
    assertThat(Lateness.of(status, DUE, DUE.plus(Duration.ofDays(3)))).isEmpty();
  }
}
