package mailctl.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportPeriodTest {
  private static final ZoneId HALIFAX = ZoneId.of("America/Halifax");

  @Test
  void a_day_has_the_hours_that_its_zone_gives_it() {
    ReportPeriod usual = day("2026-06-02T12:00:00Z");
    ReportPeriod spring = day("2026-03-08T12:00:00Z");
    ReportPeriod autumn = day("2026-11-01T13:00:00Z");

    assertThat(usual.bounds()).hasSize(25).startsWith(usual.since()).endsWith(usual.until());
    assertThat(Duration.between(spring.since(), spring.until())).isEqualTo(Duration.ofHours(23));
    assertThat(spring.bounds()).hasSize(24);
    assertThat(Duration.between(autumn.since(), autumn.until())).isEqualTo(Duration.ofHours(25));
    assertThat(autumn.bounds()).hasSize(26);
  }

  @Test
  void a_week_is_seven_of_its_days_and_follows_the_one_before() {
    ReportPeriod week =
        ReportPeriod.endingAt(
            ReportPeriod.Kind.WEEK, Instant.parse("2026-03-10T12:00:00Z"), HALIFAX);

    List<Instant> bounds = week.bounds();
    assertThat(bounds).hasSize(8).endsWith(week.until());
    assertThat(bounds.getFirst()).isEqualTo("2026-03-03T13:00:00Z");
    assertThat(bounds.get(4)).isEqualTo("2026-03-07T13:00:00Z");
    assertThat(bounds.get(5)).isEqualTo("2026-03-08T12:00:00Z");
    assertThat(week.before().until()).isEqualTo(week.since());
    assertThat(week.before().since()).isEqualTo("2026-02-24T13:00:00Z");
  }

  private static ReportPeriod day(String until) {
    return ReportPeriod.endingAt(ReportPeriod.Kind.DAY, Instant.parse(until), HALIFAX);
  }
}
