package mailctl.delivery;

import static mailctl.delivery.FoldFixture.START;
import static mailctl.delivery.FoldFixture.accepted;
import static mailctl.delivery.FoldFixture.attempt;
import static mailctl.delivery.FoldFixture.blocked;
import static mailctl.delivery.FoldFixture.bounced;
import static mailctl.delivery.FoldFixture.deferred;
import static mailctl.delivery.FoldFixture.delivered;
import static mailctl.delivery.FoldFixture.dropped;
import static mailctl.delivery.FoldFixture.inputs;
import static mailctl.delivery.FoldFixture.processed;
import static mailctl.delivery.FoldFixture.unsubscribed;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.audience.SkipReason;
import mailctl.provider.BounceClass;
import org.junit.jupiter.api.Test;

final class DeliveryFoldTest {
  private static final Instant LATER = START.plus(Duration.ofHours(2));

  private final DeliveryFold fold = new DeliveryFold(FoldFixture.EXACT);

  @Test
  void without_attempts_it_is_queued_from_the_start() {
    assertThat(of().status()).isEqualTo(DeliveryStatus.QUEUED);
    assertThat(of().dueAt()).contains(START);
  }

  @Test
  void an_attempt_that_came_back_untaken_is_as_if_it_had_never_been_made() {
    DeliveryState state = of(attempt(1, AttemptOrigin.PLAN, SubmissionState.RETURNED));

    assertThat(state.status()).isEqualTo(DeliveryStatus.QUEUED);
  }

  @Test
  void a_call_under_way_is_sending_and_an_unknown_end_is_in_doubt() {
    assertThat(of(attempt(1, AttemptOrigin.PLAN, SubmissionState.CALLING)).status())
        .isEqualTo(DeliveryStatus.SENDING);
    assertThat(of(attempt(1, AttemptOrigin.PLAN, SubmissionState.IN_DOUBT)).status())
        .isEqualTo(DeliveryStatus.IN_DOUBT);
  }

  @Test
  void a_provider_event_proves_an_attempt_in_doubt() {
    assertThat(
            of(attempt(1, AttemptOrigin.PLAN, SubmissionState.IN_DOUBT, processed(LATER))).status())
        .isEqualTo(DeliveryStatus.SENT);
  }

  @Test
  void a_block_is_not_retried_while_an_earlier_attempt_is_under_way() {
    AttemptState resend =
        attempt(
            2,
            AttemptOrigin.RESEND,
            SubmissionState.ACCEPTED,
            blocked(LATER, BounceClass.TECHNICAL));

    assertThat(of(accepted(1), resend).status()).isEqualTo(DeliveryStatus.SENT);
    assertThat(of(accepted(1, deferred(LATER)), resend).status())
        .isEqualTo(DeliveryStatus.DEFERRED);
    assertThat(of(accepted(1, blocked(START, BounceClass.TECHNICAL)), resend).status())
        .isEqualTo(DeliveryStatus.RETRYING);
  }

  @Test
  void a_late_delivered_does_not_undo_a_bounce() {
    assertThat(of(accepted(1, bounced(START), delivered(LATER))).status())
        .isEqualTo(DeliveryStatus.BOUNCED);
  }

  @Test
  void a_bounce_after_delivered_is_a_bounce() {
    assertThat(of(accepted(1, delivered(START), bounced(LATER))).status())
        .isEqualTo(DeliveryStatus.BOUNCED);
  }

  @Test
  void delivered_after_unsubscribed_is_delivered_and_the_opt_out_stays_a_fact() {
    AttemptState attempt = accepted(1, unsubscribed(START), delivered(LATER));

    assertThat(of(attempt).status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(attempt.events().unsubscribedAt()).contains(START);
  }

  @Test
  void a_deferral_is_sendgrids_to_retry() {
    DeliveryState state = of(accepted(1, processed(START), deferred(LATER)));

    assertThat(state.status()).isEqualTo(DeliveryStatus.DEFERRED);
    assertThat(state.dueAt()).isEmpty();
  }

  @Test
  void blocks_are_retried_after_1_4_and_24_hours_and_the_fourth_gives_up() {
    AttemptState first = accepted(1, technical(START));
    AttemptState second = accepted(2, technical(LATER));
    AttemptState third = accepted(3, technical(LATER.plusSeconds(1)));
    AttemptState fourth = accepted(4, technical(LATER.plusSeconds(2)));

    assertThat(of(first).dueAt()).contains(START.plus(Duration.ofHours(1)));
    assertThat(of(first, second).dueAt()).contains(LATER.plus(Duration.ofHours(4)));
    assertThat(of(first, second, third).dueAt())
        .contains(LATER.plusSeconds(1).plus(Duration.ofHours(24)));
    assertThat(of(first, second, third, fourth).status()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(of(first, second, third, fourth).dueAt()).isEmpty();
  }

  @Test
  void returned_and_hand_made_attempts_do_not_climb_the_ladder() {
    AttemptState first = accepted(1, technical(START));
    AttemptState returned = attempt(2, AttemptOrigin.RETRY, SubmissionState.RETURNED);
    AttemptState byHand =
        attempt(3, AttemptOrigin.RESEND, SubmissionState.ACCEPTED, technical(LATER));

    assertThat(of(first, returned, byHand).dueAt()).contains(LATER.plus(Duration.ofHours(1)));
  }

  @Test
  void a_class_without_a_ladder_is_not_retried() {
    assertThat(of(accepted(1, blocked(START, BounceClass.CONTENT))).status())
        .isEqualTo(DeliveryStatus.FAILED);
  }

  @Test
  void a_bounce_that_arrives_after_the_block_takes_the_retry_away() {
    DeliveryState state = of(accepted(1, technical(START), bounced(LATER)));

    assertThat(state.status()).isEqualTo(DeliveryStatus.BOUNCED);
    assertThat(state.dueAt()).isEmpty();
  }

  @Test
  void nothing_delivered_is_ever_retried() {
    DeliveryState deliveredFirst = of(accepted(1, delivered(START)), accepted(2, technical(LATER)));
    DeliveryState blockedAfterwards = of(accepted(1, delivered(START), technical(LATER)));

    assertThat(deliveredFirst.status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(blockedAfterwards.status()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(blockedAfterwards.dueAt()).isEmpty();
  }

  @Test
  void the_latest_attempt_speaks() {
    assertThat(of(accepted(1, technical(START)), accepted(2, dropped(LATER))).status())
        .isEqualTo(DeliveryStatus.DROPPED);
    assertThat(of(accepted(1, technical(START)), accepted(2)).status())
        .isEqualTo(DeliveryStatus.SENT);
  }

  @Test
  void skipping_and_cancelling_stop_a_retry_and_keep_what_was_said() {
    DeliveryInputs skipped =
        new DeliveryInputs(
            new DeliveryId(7),
            START,
            Optional.of(new DeliveryInputs.Skip(SkipReason.SUPPRESSED, "unsubscribed", LATER)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    DeliveryInputs cancelled =
        new DeliveryInputs(
            new DeliveryId(7),
            START,
            Optional.empty(),
            Optional.of(LATER),
            Optional.empty(),
            Optional.empty());
    List<AttemptState> once = List.of(accepted(1, technical(START)));

    assertThat(fold.of(skipped, once).status()).isEqualTo(DeliveryStatus.SKIPPED);
    assertThat(fold.of(cancelled, once).status()).isEqualTo(DeliveryStatus.CANCELLED);
    assertThat(fold.of(skipped, List.of(accepted(1, delivered(LATER)))).status())
        .isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void a_resend_by_hand_waits_in_the_queue_unless_it_turns_out_delivered() {
    DeliveryInputs again =
        new DeliveryInputs(
            new DeliveryId(7),
            START,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(LATER));
    AttemptState doubtful = attempt(1, AttemptOrigin.PLAN, SubmissionState.IN_DOUBT);
    AttemptState arrived =
        attempt(1, AttemptOrigin.PLAN, SubmissionState.IN_DOUBT, delivered(START));

    assertThat(fold.of(again, List.of(doubtful)).dueAt()).contains(LATER);
    assertThat(fold.of(again, List.of(arrived)).dueAt()).isEmpty();
  }

  private DeliveryState of(AttemptState... attempts) {
    return fold.of(inputs(), List.of(attempts));
  }

  private static mailctl.provider.ProviderEvent technical(Instant at) {
    return blocked(at, BounceClass.TECHNICAL);
  }
}
