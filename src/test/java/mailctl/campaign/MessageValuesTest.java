package mailctl.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailctl.audience.Event;
import mailctl.audience.EventId;
import mailctl.audience.EventStatus;
import mailctl.audience.Organization;
import mailctl.audience.OrganizationId;
import mailctl.audience.PaymentStatus;
import mailctl.audience.Registration;
import mailctl.audience.RegistrationId;
import mailctl.audience.RegistrationStatus;
import mailctl.message.VariableCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageValuesTest {
  private static final Organization ORGANIZATION =
      new Organization(
          new OrganizationId(1),
          "lakeside",
          "Lakeside Markets",
          "hello@lakeside.example.org",
          Optional.empty(),
          ZoneId.of("America/Chicago"));

  private final MessageValues values = new MessageValues(ORGANIZATION, event());

  @Test
  void every_variable_of_the_catalogue_has_a_value_and_no_other_name_has() {
    assertThat(of(RegistrationStatus.APPROVED, "", "")).containsEntry("phone", "");

    assertThatThrownBy(() -> lookup(RegistrationStatus.APPROVED, "", "").apply("phones"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no variable is called phones");
  }

  @Test
  void an_event_is_told_as_people_read_it() {
    assertThat(of(RegistrationStatus.APPROVED, "Ana Castillo", ""))
        .containsEntry("event_title", "Summer Fair")
        .containsEntry("event_date", "Sunday, June 15, 2025")
        .containsEntry("date_range", "June 15, 2025")
        .containsEntry("payment_due_date", "")
        .containsEntry("event_city", "Milwaukee")
        .containsEntry("address", "Milwaukee, 200 Harbor Drive")
        .containsEntry("category_list", "• Food\n• Art")
        .containsEntry("organization_email", "hello@lakeside.example.org")
        .containsEntry("event_link", "https://lakeside.example.org/fair")
        .containsEntry("dashboard_link", "https://lakeside.example.org/fair")
        .containsEntry("unsubscribe_link", "https://lakeside.example.org/u/1");
  }

  @Test
  void a_registration_is_greeted_by_business_then_first_name_then_there() {
    assertThat(of(RegistrationStatus.APPROVED, "Ana Maria Castillo", "Copper Kitchen"))
        .containsEntry("greeting_name", "Copper Kitchen")
        .containsEntry("vendor_name", "Copper Kitchen")
        .containsEntry("first_name", "Ana")
        .containsEntry("last_name", "Maria Castillo");
    assertThat(of(RegistrationStatus.APPROVED, "Ana Castillo", " "))
        .containsEntry("greeting_name", "Ana")
        .containsEntry("vendor_name", "Ana Castillo");
    assertThat(of(RegistrationStatus.APPROVED, "", "")).containsEntry("greeting_name", "there");
  }

  @Test
  void booth_and_application_belong_to_who_signed_up_and_not_to_who_is_invited() {
    assertThat(of(RegistrationStatus.APPROVED, "Ana", ""))
        .containsEntry("vendor_category", "Food")
        .containsEntry("booth_number", "TBD")
        .containsEntry("booth_price", "$1250")
        .containsEntry("application_date", "Sunday, March 2, 2025")
        .containsEntry("install_time", "1 pm - 4 pm")
        .containsEntry("attributes.booth_price", "1,250.00");
    assertThat(of(RegistrationStatus.INVITED, "Ana", ""))
        .containsEntry("vendor_category", "")
        .containsEntry("booth_number", "")
        .containsEntry("application_date", "");
  }

  @Test
  void a_value_that_looks_like_html_or_a_variable_stays_as_it_is() {
    assertThat(of(RegistrationStatus.APPROVED, "Ana", "<b>{{event_title}} [eventName]</b>"))
        .containsEntry("business_name", "<b>{{event_title}} [eventName]</b>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2025-06-15|2025-06-17|June 15-17, 2025",
        "2025-06-30|2025-07-02|June 30, 2025 - July 2, 2025",
        "2025-06-15|2025-06-15|June 15, 2025",
      })
  void a_range_of_dates_is_as_short_as_it_can_be(LocalDate start, LocalDate end, String range) {
    assertThat(Dates.range(Optional.of(start), Optional.of(end))).isEqualTo(range);
  }

  @Test
  void without_a_date_the_range_is_to_be_determined() {
    assertThat(Dates.range(Optional.empty(), Optional.empty())).isEqualTo("TBD");
  }

  private Map<String, String> of(RegistrationStatus status, String name, String business) {
    Function<String, String> lookup = lookup(status, name, business);
    return Stream.concat(VariableCatalog.names().stream(), Stream.of("attributes.booth_price"))
        .collect(Collectors.toMap(variable -> variable, lookup));
  }

  private Function<String, String> lookup(RegistrationStatus status, String name, String business) {
    Registration registration =
        new Registration(
            new RegistrationId(1),
            new EventId(1),
            "ana@example.com",
            name,
            business,
            "",
            "",
            status,
            "Food",
            PaymentStatus.UNPAID,
            Optional.of(LocalDate.of(2025, 3, 2)),
            Map.of("booth_price", "1,250.00"));
    return values.of(registration, "https://lakeside.example.org/u/1");
  }

  private static Event event() {
    return new Event(
        new EventId(1),
        new OrganizationId(1),
        "fair",
        "Summer Fair",
        "",
        EventStatus.LIVE,
        Optional.of(LocalDate.of(2025, 6, 15)),
        Optional.empty(),
        "",
        "",
        "Milwaukee, 200 Harbor Drive",
        "",
        Optional.empty(),
        Optional.empty(),
        Map.of(
            "categories", "Food, Art",
            "event_link", "https://lakeside.example.org/fair",
            "install_start_time", "1 pm",
            "install_end_time", "4 pm"),
        Instant.parse("2025-03-01T00:00:00Z"));
  }
}
