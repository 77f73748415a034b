package mailctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReportTimeTest {
  private static final ZoneId HALIFAX = ZoneId.of("America/Halifax");
  private static final LocalDate MONDAY = LocalDate.of(2026, 6, 1);

  @Test
  void it_is_due_from_its_time_on_and_not_begun_half_a_day_later() {
    ReportTime eight = new ReportTime(LocalTime.of(8, 0), HALIFAX);

    assertThat(eight.due(Instant.parse("2026-06-01T10:59:59Z"))).isEmpty();
    assertThat(eight.due(Instant.parse("2026-06-01T11:00:00Z"))).contains(MONDAY);
    assertThat(eight.due(Instant.parse("2026-06-01T22:59:59Z"))).contains(MONDAY);
    assertThat(eight.due(Instant.parse("2026-06-01T23:00:00Z"))).isEmpty();
    assertThat(eight.latest(Instant.parse("2026-06-02T10:59:59Z"))).isEqualTo(MONDAY);
    assertThat(eight.next(Instant.parse("2026-06-01T10:59:59Z"))).isEqualTo("2026-06-01T11:00:00Z");
    assertThat(eight.next(Instant.parse("2026-06-01T11:00:00Z"))).isEqualTo("2026-06-02T11:00:00Z");
  }

  @Test
  void one_late_in_the_evening_may_be_begun_after_midnight() {
    ReportTime late = new ReportTime(LocalTime.of(23, 55), HALIFAX);

    assertThat(late.due(Instant.parse("2026-06-02T03:10:00Z"))).contains(MONDAY);
  }

  /// 02:30 does not exist on the one day, and 01:30 comes twice on the other.
  @ParameterizedTest
  @CsvSource({
    "02:30, 2026-03-08, 2026-03-08T06:30:00Z",
    "02:30, 2026-03-09, 2026-03-09T05:30:00Z",
    "01:30, 2026-11-01, 2026-11-01T04:30:00Z",
    "01:30, 2026-11-02, 2026-11-02T05:30:00Z"
  })
  void it_is_due_once_a_day_also_when_the_clocks_change(
      LocalTime at, LocalDate day, Instant expected) {
    ReportTime time = new ReportTime(at, HALIFAX);

    assertThat(time.dueAt(day)).isEqualTo(expected);
    assertThat(time.due(expected)).contains(day);
    assertThat(time.due(expected.plusSeconds(3600))).contains(day);
    assertThat(time.period(day).until()).isEqualTo(time.period(day.plusDays(1)).since());
  }
}
