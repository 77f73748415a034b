package mailctl.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class NextStepTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @Test
  void a_blocked_one_says_when_it_goes_again_and_why() {
    DeliveryRow row =
        delivery(
            DeliveryStatus.RETRYING,
            1,
            "450 try later",
            Optional.of("technical"),
            Optional.of(NOW.plusSeconds(3600)));

    assertThat(next(row, "sent"))
        .isEqualTo(
            "attempt 2 is due at 2026-06-01T13:00:00Z, after a block (technical): 450 try later.");
  }

  @Test
  void one_that_is_due_goes_out_with_the_next_sweep() {
    DeliveryRow row = delivery(DeliveryStatus.QUEUED, 0, "", Optional.empty(), Optional.of(NOW));

    assertThat(next(row, "sending")).isEqualTo("attempt 1 goes out with the next sweep.");
  }

  @Test
  void the_rest_of_an_email_that_was_moved_waits_for_its_new_time() {
    DeliveryRow row = delivery(DeliveryStatus.QUEUED, 0, "", Optional.empty(), Optional.of(NOW));
    NextStep.Email moved = new NextStep.Email("scheduled", Optional.of(NOW.plusSeconds(3600)));

    assertThat(NextStep.of(row, moved, Optional.empty(), List.of(), NOW))
        .isEqualTo("attempt 1 is due at 2026-06-01T13:00:00Z.");
    assertThat(NextStep.of(row, moved, Optional.empty(), List.of(), NOW.plusSeconds(3600)))
        .isEqualTo("attempt 1 goes out with the next sweep.");
  }

  @ParameterizedTest
  @CsvSource({"paused", "held", "cancelled"})
  void a_stopped_email_stops_its_retries_too(String emailStatus) {
    DeliveryRow row =
        delivery(DeliveryStatus.RETRYING, 1, "", Optional.of("volume"), Optional.of(NOW));

    assertThat(next(row, emailStatus))
        .isEqualTo("nothing while the scheduled email is " + emailStatus + ".");
  }

  @Test
  void a_suppressed_address_will_be_skipped_unless_a_person_lifted_that() {
    DeliveryRow row = delivery(DeliveryStatus.RETRYING, 1, "", Optional.empty(), Optional.of(NOW));

    assertThat(next(row, "sent", suppression(Optional.empty())))
        .isEqualTo("it will be skipped, not sent: the address is suppressed (unsubscribed).");
    assertThat(next(row, "sent", suppression(Optional.of(NOW)))).startsWith("attempt 2");
  }

  @Test
  void a_doubtful_one_names_its_submission() {
    DeliveryRow row = delivery(DeliveryStatus.IN_DOUBT, 1, "", Optional.empty(), Optional.empty());

    assertThat(
            NextStep.of(
                row,
                email("sent"),
                Optional.of(request("in_doubt", "lease ran out.")),
                List.of(),
                NOW))
        .contains("not sent again on hope")
        .endsWith("(submission 7: lease ran out).");
  }

  @ParameterizedTest
  @CsvSource({"claimed, goes back to the queue", "calling, becomes in doubt"})
  void one_in_flight_says_what_a_dead_process_leaves(String state, String words) {
    DeliveryRow row = delivery(DeliveryStatus.SENDING, 1, "", Optional.empty(), Optional.empty());

    assertThat(NextStep.of(row, email("sending"), Optional.of(request(state, "")), List.of(), NOW))
        .contains(words)
        .contains("2026-06-01T12:00:30Z");
  }

  @ParameterizedTest
  @EnumSource(DeliveryStatus.class)
  void every_status_has_a_whole_sentence(DeliveryStatus status) {
    assertThat(next(delivery(status, 1, "", Optional.empty(), Optional.empty()), "sent"))
        .endsWith(".")
        .doesNotContain(" .", "::", "  ");
  }

  private static String next(
      DeliveryRow row, String emailStatus, DeliveryHistory.SuppressionLine... suppressions) {
    return NextStep.of(row, email(emailStatus), Optional.empty(), List.of(suppressions), NOW);
  }

  private static NextStep.Email email(String status) {
    return new NextStep.Email(status, Optional.empty());
  }

  private static DeliveryRow delivery(
      DeliveryStatus status,
      int attempts,
      String reason,
      Optional<String> blockClass,
      Optional<Instant> dueAt) {
    return new DeliveryRow(
        1,
        1,
        "Email",
        "event",
        "kim@a.example",
        status,
        false,
        Optional.empty(),
        reason,
        blockClass,
        attempts,
        NOW,
        dueAt,
        false);
  }

  private static DeliveryHistory.SuppressionLine suppression(Optional<Instant> liftedAt) {
    return new DeliveryHistory.SuppressionLine(
        1, "global", "unsubscribed", "provider_event", "evidence", NOW, NOW, liftedAt);
  }

  private static AttemptHistory.Request request(String state, String detail) {
    boolean open = state.equals("claimed") || state.equals("calling");
    return new AttemptHistory.Request(
        7,
        state,
        Optional.empty(),
        detail,
        1,
        NOW,
        NOW.plusSeconds(30),
        Optional.of(NOW),
        open ? Optional.empty() : Optional.of(NOW));
  }
}
