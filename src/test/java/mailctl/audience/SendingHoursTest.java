package mailctl.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SendingHoursTest {
  @ParameterizedTest
  @CsvSource({
    // Over midnight: a Friday's night ends on Saturday, on which nothing goes out.
    "21:00-08:00,2026-06-05T20:59,2026-06-05T20:59",
    "21:00-08:00,2026-06-04T21:00,2026-06-05T08:00",
    "21:00-08:00,2026-06-05T07:59,2026-06-05T08:00",
    "21:00-08:00,2026-06-05T08:00,2026-06-05T08:00",
    "21:00-08:00,2026-06-05T22:30,2026-06-08T08:00",
    // The same time of day on the next working day.
    "21:00-08:00,2026-06-06T09:30,2026-06-08T09:30",
    // Within a day.
    "12:00-14:00,2026-06-04T12:30,2026-06-04T14:00",
    "12:00-14:00,2026-06-07T12:30,2026-06-08T14:00",
  })
  void what_falls_into_quiet_hours_or_a_weekend_waits(
      String quiet, LocalDateTime due, LocalDateTime sent) {
    SendingHours hours =
        new SendingHours(
            Optional.of(SendingHours.Quiet.of(quiet)),
            SendingHours.daysOf(List.of("mon", "tue", "Wednesday", "thu", "fri")));

    assertThat(hours.next(due)).isEqualTo(sent);
  }

  @Test
  void without_limits_every_time_is_good() {
    LocalDateTime time = LocalDateTime.parse("2026-06-07T03:00");

    assertThat(SendingHours.ALWAYS.next(time)).isEqualTo(time);
  }

  @Test
  void a_time_that_comes_twice_stays_the_one_that_it_was() {
    Instant second = Instant.parse("2027-11-07T06:30:00Z");

    assertThat(organization("23:00-00:30").nextSendingTime(second)).isEqualTo(second);
    // Quiet until 02:30, which does not exist on that day.
    assertThat(organization("23:00-02:30").nextSendingTime(Instant.parse("2027-03-14T05:00:00Z")))
        .isEqualTo(Instant.parse("2027-03-14T07:30:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"21:00", "21:00-21:00", "25:00-08:00", "21-8", "", "late"})
  void what_is_no_span_of_hours_is_refused(String text) {
    assertThatThrownBy(() -> SendingHours.Quiet.of(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_is_no_day_is_refused() {
    assertThatThrownBy(() -> SendingHours.daysOf(List.of("mon", "funday")))
        .hasMessageContaining("'funday' is not a day");
  }

  private static Organization organization(String quiet) {
    return new Organization(
        new OrganizationId(1),
        "o",
        "O",
        "o@example.org",
        Optional.empty(),
        ZoneId.of("America/New_York"),
        new SendingHours(Optional.of(SendingHours.Quiet.of(quiet)), SendingHours.ALWAYS.days()));
  }
}
