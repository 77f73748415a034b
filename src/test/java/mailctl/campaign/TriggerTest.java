package mailctl.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalTime;
import mailctl.database.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TriggerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "at 2026-12-01 09:00",
        "7 days before event at 09:00",
        "1 day before event at 18:30",
        "on event date at 18:00",
        "2 days after event end at 09:00",
        "3 days after payment deadline at 10:00",
        "on application deadline at 09:00",
        "2 days after applications open at 09:00",
        "on applications open date at 12:00",
        "on invitation",
        "on application",
        "on approval",
        "on waitlist",
        "on rejection",
        "on payment received",
        "on category change",
        "on event update",
        "on event cancellation"
      })
  void the_canonical_form_reads_back_as_itself(String text) {
    assertThat(Trigger.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-01 09:00,at 2026-12-01 09:00",
    "2026-12-01T09:00:00,at 2026-12-01 09:00",
    "on 2026-12-01 at 9am,at 2026-12-01 09:00",
    "7 Days  before the event date at 9:00,7 days before event at 09:00",
    "a week before event,7 days before event at 09:00",
    "0 days before application deadline at 09:00,on application deadline at 09:00",
    "on the payment deadline at 12 pm,on payment deadline at 12:00",
    "on payment due date at 12am,on payment deadline at 00:00",
    "one day after event day at noon,1 day after event at 12:00",
    "3 days before deadline at 5pm,3 days before application deadline at 17:00",
    "On  payment,on payment received",
    "on payment at 10:00,on payment deadline at 10:00",
    "on_application_submit,on application",
    "on the cancellation of the event,on event cancellation",
    "2 days after application opens at 9:30 am,2 days after applications open at 09:30",
  })
  void other_words_for_the_same_are_understood(String input, String canonical) {
    assertThat(Trigger.parse(input).text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"|neither a time nor a number of days",
        "whenever|neither a time nor a number of days",
        "7 days before|neither a time nor a number of days",
        "7 days before evnt at 09:00|did you mean 'event'?",
        "seven days before event|'seven' is not a number of days",
        "-7 days before event|not below zero",
        "7 days before event at 25:00|'25:00' is not a time of day",
        "7 days before event at 13pm|'13pm' is not a time of day",
        "7 days before event at 9|'9' is not a time of day",
        "on approval at 09:00|at no other time",
        "at 2026-02-30 09:00|there is no day 2026-02-30",
        "99999 days before event|more than 3660 days away",
      })
  void what_is_not_a_trigger_is_refused_with_the_reason(String input, String reason) {
    assertThatThrownBy(() -> Trigger.parse(input))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.DATA))
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "days_before_event,7,7 days before event at 10:00",
    "days_after_event,2,2 days after event at 10:00",
    "on_event_date,0,on event date at 10:00",
    "days_before_deadline,0,on application deadline at 10:00",
    "days_after_deadline,1,1 day after application deadline at 10:00",
    "days_before_payment_deadline,3,3 days before payment deadline at 10:00",
    "on_payment_deadline,0,on payment deadline at 10:00",
    "on_invitation_send,0,on invitation",
    "on_application_submit,0,on application",
    "on_approval,0,on approval",
    "on_waitlist,0,on waitlist",
    "on_rejection,0,on rejection",
    "on_payment_received,0,on payment received",
    "on_category_change,0,on category change",
    "on_event_update,0,on event update",
    "on_event_cancel,0,on event cancellation",
    "on_application_open,2,2 days after applications open at 10:00",
  })
  void the_old_names_are_understood(String name, int days, String canonical) {
    assertThat(TriggerParser.parseNamed(name, days, LocalTime.of(10, 0)).text())
        .isEqualTo(canonical);
  }

  @Test
  void an_old_name_that_does_not_exist_is_refused_with_the_nearest() {
    assertThatThrownBy(() -> TriggerParser.parseNamed("days_befor_event", 1, LocalTime.NOON))
        .hasMessageContaining("did you mean 'days_before_event'?");
  }
}
