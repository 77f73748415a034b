package mailctl.webhook;

import static mailctl.webhook.Inbox.APPLIED;
import static mailctl.webhook.Inbox.FULL_DISK;
import static mailctl.webhook.Inbox.UNMATCHED;
import static mailctl.webhook.Inbox.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.webhook.ParkedEventMatcher.Matched;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ParkedEventMatcherTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(NOW);
  private Inbox inbox;

  @BeforeEach
  void park() {
    inbox = new Inbox(db.database(), clock);
    inbox.receive(post(APPLIED, UNMATCHED));
    inbox.processor.runOnce();
  }

  @Test
  void an_unmatched_event_is_applied_when_its_delivery_appears() {
    inbox.deliveryAppeared = true;

    assertThat(inbox.matcher.runOnce()).isEqualTo(new Matched(0, 0, 0));
    clock.tick(Duration.ofMinutes(1));
    assertThat(inbox.matcher.runOnce()).isEqualTo(new Matched(1, 1, 0));

    assertThat(inbox.parkedEvents()).isEmpty();
    assertThat(inbox.seen()).isEqualTo(2);
    assertThat(inbox.matcher.nextDue()).isEmpty();
  }

  @Test
  void it_is_looked_for_after_1_5_and_30_minutes_then_hourly_for_a_week() {
    List<Duration> waits = new ArrayList<>();
    Optional<Instant> due = inbox.matcher.nextDue();
    while (due.isPresent()) {
      waits.add(Duration.between(clock.instant(), due.get()));
      clock.tick(waits.getLast());
      assertThat(inbox.matcher.runOnce()).isEqualTo(new Matched(1, 0, 1));
      due = inbox.matcher.nextDue();
    }

    assertThat(waits)
        .startsWith(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(1));
    assertThat(Duration.between(NOW, clock.instant()))
        .isBetween(Duration.ofDays(7), Duration.ofDays(7).plusHours(1));
    assertThat(inbox.parkedEvents()).hasSize(1);
  }

  @Test
  void what_the_server_cannot_do_is_no_events_fault() {
    clock.tick(Duration.ofMinutes(1));
    inbox.matchedEmail = FULL_DISK;
    assertThatThrownBy(inbox.matcher::runOnce).hasStackTraceContaining("no space left");
    assertThat(inbox.parkedEvents()).extracting(ParkedEvent::tries).containsExactly(0);

    // Nothing was claimed, so there is nothing that could be tried alone.
    db.database().run(tx -> tx.dsl().execute("alter table parked_event rename to gone"));
    assertThatThrownBy(inbox.matcher::runOnce).hasStackTraceContaining("parked_event");
  }

  @Test
  void a_replay_of_the_post_does_not_park_twice() {
    WebhookPostId id = inbox.parkedEvents().getFirst().post();
    inbox.replay(id);
    assertThat(inbox.parkedEvents()).hasSize(1);

    inbox.deliveryAppeared = true;
    inbox.replay(id);
    assertThat(inbox.parkedEvents()).isEmpty();
  }
}
