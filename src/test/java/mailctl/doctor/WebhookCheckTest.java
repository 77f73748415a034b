package mailctl.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.inspect.Debt;
import mailctl.inspect.InboxState;
import mailctl.inspect.RadarState;
import mailctl.inspect.RefusedPosts;
import org.junit.jupiter.api.Test;

final class WebhookCheckTest {
  private static final Debt NO_DEBT = new Debt(0, 0, 0, 0, Optional.empty());
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Debt LATE =
      new Debt(7, 7, 7, 0, Optional.of(NOW.minus(Duration.ofHours(2))));

  @Test
  void silence_with_nothing_owed_is_quiet() {
    Finding finding = look(NO_DEBT, ago(Duration.ofDays(30)), 0, List.of());

    assertThat(finding)
        .isEqualTo(new Finding(Finding.Level.OK, "quiet: nothing is owed, last post 30 d ago", ""));
  }

  @Test
  void a_webhook_that_never_spoke_is_quiet_while_nothing_was_sent() {
    assertThat(look(NO_DEBT, Optional.empty(), 0, List.of()).what())
        .isEqualTo("quiet: nothing is owed, no post ever came");
  }

  @Test
  void what_is_owed_and_not_late_is_no_alarm() {
    Debt young = new Debt(3, 0, 5, 0, Optional.of(NOW.minusSeconds(60)));

    Finding finding = look(young, ago(Duration.ofHours(3)), 0, List.of());

    assertThat(finding.level()).isEqualTo(Finding.Level.OK);
    assertThat(finding.what()).startsWith("alive: 5 messages owe an event");
  }

  @Test
  void silence_since_messages_that_are_owed_late_is_death() {
    Finding finding = look(LATE, ago(Duration.ofHours(3)), 7, List.of());

    assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
    assertThat(finding.what())
        .isEqualTo("the webhook is dead: 7 messages owe a first event, last post 3 h ago");
    assertThat(finding.advice()).contains("/webhooks/sendgrid", "mailctl backfill");
  }

  @Test
  void what_was_lost_before_the_last_post_is_a_gap_and_no_death() {
    Finding finding = look(LATE, ago(Duration.ofMinutes(2)), 0, List.of());

    assertThat(finding.level()).isEqualTo(Finding.Level.WARN);
    assertThat(finding.what()).contains("the webhook is alive").contains("7 messages owe");
  }

  @Test
  void refused_posts_and_nothing_else_mean_a_wrong_key() {
    Finding finding =
        look(LATE, ago(Duration.ofHours(3)), 7, List.of(refused(Duration.ofMinutes(1))));

    assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
    assertThat(finding.what())
        .contains("posts arrive but their signature is refused (wrong, the last one 1 min ago)")
        .endsWith("wrong key?");
  }

  @Test
  void refusals_before_the_last_good_post_are_history() {
    Finding finding =
        look(NO_DEBT, ago(Duration.ofMinutes(5)), 0, List.of(refused(Duration.ofHours(5))));

    assertThat(finding.level()).isEqualTo(Finding.Level.OK);
  }

  @Test
  void refusals_alone_are_worth_a_word() {
    Finding finding = look(NO_DEBT, Optional.empty(), 0, List.of(refused(Duration.ofHours(5))));

    assertThat(finding.level()).isEqualTo(Finding.Level.WARN);
  }

  private static Optional<Instant> ago(Duration duration) {
    return Optional.of(NOW.minus(duration));
  }

  private static RefusedPosts refused(Duration ago) {
    return new RefusedPosts("wrong", 12, NOW.minus(ago));
  }

  private static Finding look(
      Debt debt, Optional<Instant> lastPost, long unheard, List<RefusedPosts> refused) {
    RadarState state =
        new RadarState(
            NOW, debt, new InboxState(0, Optional.empty(), 0, 0), lastPost, unheard, refused);
    return new WebhookCheck(() -> state).look();
  }
}
