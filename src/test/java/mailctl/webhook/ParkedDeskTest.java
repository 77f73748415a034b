package mailctl.webhook;

import static mailctl.webhook.Inbox.APPLIED;
import static mailctl.webhook.Inbox.UNMATCHED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ParkedDeskTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(NOW);
  private final ParkedDesk desk = new ParkedDesk(clock);
  private Inbox inbox;
  private WebhookPostId mixed;
  private WebhookPostId unreadable;
  private List<Long> events;

  @BeforeEach
  void park() {
    inbox = new Inbox(db.database(), clock);
    mixed = inbox.receive("[{\"email\":\"" + APPLIED + "\"},{\"email\":\"" + UNMATCHED + "\"},{}]");
    unreadable = inbox.receive("hello");
    inbox.processor.runOnce();
    events = inbox.parkedEvents().stream().map(ParkedEvent::id).toList();
    assertThat(events).hasSize(2);
  }

  @Test
  void a_discarded_event_stays_so_when_its_post_is_processed_again() {
    discardEvents();
    inbox.deliveryAppeared = true;
    clock.tick(Duration.ofDays(1));

    Pass pass = inbox.replay(mixed);
    ParkedEventMatcher.Matched matched = inbox.matcher.runOnce();

    assertThat(pass.applied()).isEqualTo(1);
    assertThat(pass.parkedEvents()).isZero();
    assertThat(matched.looked()).isZero();
    assertThat(inbox.parkedEvents()).extracting(ParkedEvent::id).isEqualTo(events);
    assertThat(
            inbox.count(
                "select count(*) from parked_event where discard_reason = 'forged'"
                    + " and discarded_by = 'kim' and discarded_at = '2026-03-01T10:00:00Z'"))
        .isEqualTo(2);
  }

  @Test
  void a_discarded_event_comes_back_when_it_is_asked_for() {
    discardEvents();
    inbox.deliveryAppeared = true;

    int retried = db.database().transaction(tx -> desk.retryEvents(tx, events));

    assertThat(retried).isEqualTo(2);
    assertThat(inbox.matcher.runOnce()).isEqualTo(new ParkedEventMatcher.Matched(2, 1, 1));
    assertThat(inbox.parkedEvents())
        .extracting(ParkedEvent::reason)
        .containsExactly(ParkedReason.MALFORMED);
  }

  @Test
  void a_discarded_post_is_replayed_only_when_it_is_asked_for() {
    assertThat(discardPost()).isEqualTo(1);
    assertThat(discardPost()).isZero();

    assertThat(inbox.replay(mixed, unreadable).posts()).isEqualTo(1);
    assertThat(inbox.info(unreadable).state()).isEqualTo(PostState.DISCARDED);

    db.database().run(tx -> desk.retryPosts(tx, List.of(unreadable.value(), mixed.value())));
    assertThat(inbox.info(unreadable).state()).isEqualTo(PostState.RECEIVED);
    inbox.processor.runOnce();
    assertThat(inbox.info(unreadable).state()).isEqualTo(PostState.PARKED);
  }

  @Test
  void a_post_that_is_asked_for_rests_no_longer() {
    db.database()
        .run(
            tx ->
                tx.dsl().execute("update webhook_post set next_try_at = '2026-03-09Z', tries = 3"));

    db.database().run(tx -> desk.retryPosts(tx, List.of(unreadable.value())));

    assertThat(inbox.processor.runOnce().parkedPosts()).isEqualTo(1);
  }

  @Test
  void others_hear_of_what_is_to_be_tried_again() throws Exception {
    AtomicInteger heard = new AtomicInteger();
    try (InboxListener listener =
        new InboxListener(db.dataSource(), heard::incrementAndGet, Duration.ofMillis(300))) {
      listener.runOnce();
      heard.set(0);

      db.database().run(tx -> desk.retryEvents(tx, events));
      listener.runOnce();
      db.database().run(tx -> desk.retryPosts(tx, List.of(unreadable.value())));
      listener.runOnce();

      assertThat(heard).hasValue(2);
    }
  }

  @Test
  void what_is_processed_is_neither_discarded_nor_retried() {
    assertThat(
            db.database()
                .<Integer>transaction(
                    tx ->
                        desk.discardPosts(tx, List.of(mixed.value()), "kim", "why")
                            + desk.retryPosts(tx, List.of(mixed.value()))))
        .isZero();
  }

  private void discardEvents() {
    db.database().run(tx -> desk.discardEvents(tx, events, "kim", "forged"));
  }

  private int discardPost() {
    return db.database()
        .transaction(tx -> desk.discardPosts(tx, List.of(unreadable.value()), "kim", "a scanner"));
  }
}
