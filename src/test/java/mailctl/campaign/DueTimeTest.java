package mailctl.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import mailctl.audience.Event;
import mailctl.audience.EventId;
import mailctl.audience.EventStatus;
import mailctl.audience.OrganizationId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DueTimeTest {
  private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");

  @ParameterizedTest
  @CsvSource({
    // Standard time before March 8, summer time after it, 2026.
    "at 2026-03-07 09:00,2026-03-07T15:00:00Z",
    "at 2026-03-08 09:00,2026-03-08T14:00:00Z",
    // The clocks skip 02:00 to 03:00: moved forward by an hour.
    "at 2026-03-08 02:30,2026-03-08T08:30:00Z",
    // 01:30 comes twice on November 1: the first.
    "at 2026-11-01 01:30,2026-11-01T06:30:00Z",
    "at 2026-11-01 02:00,2026-11-01T08:00:00Z",
  })
  void local_times_follow_the_zones_clocks(String trigger, Instant due) {
    assertThat(due(trigger, CHICAGO)).isEqualTo(new DueTime.Due(due));
  }

  @ParameterizedTest
  @CsvSource({
    "7 days before event at 09:00,2026-06-08T14:00:00Z",
    "on event date at 18:00,2026-06-15T23:00:00Z",
    "on event date at 23:30,2026-06-16T04:30:00Z",
    "1 day after event at 00:00,2026-06-16T05:00:00Z",
    "1 day after event end at 09:00,2026-06-18T14:00:00Z",
    "on application deadline at 09:00,2026-03-09T14:00:00Z",
    // The whole way back over the change of clocks: still nine in the morning.
    "2 days before application deadline at 09:00,2026-03-07T15:00:00Z",
  })
  void days_are_counted_on_the_organizations_calendar(String trigger, Instant due) {
    assertThat(due(trigger, CHICAGO)).isEqualTo(new DueTime.Due(due));
  }

  @Test
  void an_evening_event_keeps_its_day_wherever_the_organization_is() {
    assertThat(due("on event date at 20:00", ZoneId.of("Pacific/Auckland")))
        .isEqualTo(new DueTime.Due(Instant.parse("2026-06-15T08:00:00Z")));
    assertThat(due("on event date at 20:00", ZoneId.of("Pacific/Honolulu")))
        .isEqualTo(new DueTime.Due(Instant.parse("2026-06-16T06:00:00Z")));
  }

  @Test
  void a_missing_payment_deadline_is_named_and_no_other_date_stands_in() {
    assertThat(due("3 days before payment deadline at 09:00", CHICAGO))
        .isEqualTo(new DueTime.Missing(Trigger.Base.PAYMENT_DEADLINE));
  }

  @Test
  void the_opening_of_applications_is_the_day_of_entry_in_the_zone_and_never_before_the_entry() {
    // Entered at 03:00 UTC on March 2: still March 1 in Chicago, at 21:00.
    assertThat(due("1 day after applications open at 09:00", CHICAGO))
        .isEqualTo(new DueTime.Due(Instant.parse("2026-03-02T15:00:00Z")));
    assertThat(due("on applications open date at 09:00", CHICAGO))
        .isEqualTo(new DueTime.Due(Instant.parse("2026-03-02T03:00:00Z")));
  }

  private static DueTime due(String trigger, ZoneId zone) {
    return DueTime.of(Trigger.parse(trigger), event(), zone);
  }

  private static Event event() {
    return new Event(
        new EventId(1),
        new OrganizationId(1),
        "fair",
        "Fair",
        "",
        EventStatus.LIVE,
        Optional.of(LocalDate.of(2026, 6, 15)),
        Optional.of(LocalDate.of(2026, 6, 17)),
        "",
        "",
        "",
        "",
        Optional.of(LocalDate.of(2026, 3, 9)),
        Optional.empty(),
        Map.of(),
        Instant.parse("2026-03-02T03:00:00Z"));
  }
}
