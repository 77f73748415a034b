package mailctl.webhook;

import static mailctl.webhook.Inbox.APPLIED;
import static mailctl.webhook.Inbox.FOREIGN;
import static mailctl.webhook.Inbox.FULL_DISK;
import static mailctl.webhook.Inbox.MISMATCHED;
import static mailctl.webhook.Inbox.POISON;
import static mailctl.webhook.Inbox.UNMATCHED;
import static mailctl.webhook.Inbox.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WebhookProcessorTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private Inbox inbox;

  @BeforeEach
  void fill() {
    inbox = new Inbox(db.database(), new SettableClock(NOW));
  }

  @Test
  void a_post_is_applied_once_and_stays() {
    WebhookPostId id = inbox.receive(post(APPLIED, APPLIED));

    assertThat(inbox.processor.runOnce()).isEqualTo(new Pass(1, 2, 2, 0, 0, 0, 0, 0));
    assertThat(inbox.processor.runOnce()).isEqualTo(Pass.NOTHING);

    assertThat(inbox.info(id).state()).isEqualTo(PostState.PROCESSED);
    assertThat(inbox.info(id).events()).hasValue(2);
    assertThat(inbox.seen()).isEqualTo(2);
  }

  @Test
  void a_malformed_body_is_parked_whole() {
    WebhookPostId id = inbox.receive("hello");
    WebhookPostId other = inbox.receive(post(APPLIED));

    Pass pass = inbox.processor.runOnce();

    assertThat(pass.parkedPosts()).isEqualTo(1);
    assertThat(inbox.info(id).state()).isEqualTo(PostState.PARKED);
    assertThat(inbox.info(id).parkedReason()).hasValue("not JSON");
    assertThat(inbox.info(other).state()).isEqualTo(PostState.PROCESSED);
  }

  @Test
  void one_bad_element_does_not_hold_up_its_neighbours() {
    WebhookPostId id =
        inbox.receive("[{\"email\":\"a@example.org\"}, 17, {\"email\":\"b@example.org\"}]");

    Pass pass = inbox.processor.runOnce();

    assertThat(pass).isEqualTo(new Pass(1, 2, 2, 0, 0, 1, 0, 0));
    assertThat(inbox.info(id).state()).isEqualTo(PostState.PROCESSED);
    ParkedEvent parked = inbox.parkedEvents().getFirst();
    assertThat(parked.element()).isEqualTo(1);
    assertThat(parked.reason()).isEqualTo(ParkedReason.MALFORMED);
    assertThat(parked.detail()).isEqualTo("no email");
    assertThat(new String(parked.body(), StandardCharsets.UTF_8)).isEqualTo("17");
    assertThat(parked.nextMatchAt()).isEmpty();
  }

  @Test
  void an_unmatched_event_waits_and_a_mismatched_one_is_only_kept() {
    inbox.receive(post(UNMATCHED, MISMATCHED));

    inbox.processor.runOnce();

    List<ParkedEvent> parked = inbox.parkedEvents();
    assertThat(parked)
        .extracting(ParkedEvent::reason)
        .containsExactlyInAnyOrder(ParkedReason.UNMATCHED, ParkedReason.ADDRESS_MISMATCH);
    assertThat(parked)
        .filteredOn(each -> each.reason() == ParkedReason.UNMATCHED)
        .allSatisfy(each -> assertThat(each.nextMatchAt()).hasValue(NOW.plusSeconds(60)));
    assertThat(parked)
        .filteredOn(each -> each.reason() == ParkedReason.ADDRESS_MISMATCH)
        .allSatisfy(each -> assertThat(each.nextMatchAt()).isEmpty());
  }

  @Test
  void what_is_another_installations_is_counted_by_day() {
    inbox.receive(post(FOREIGN, FOREIGN));
    inbox.processor.runOnce();
    inbox.receive(post(FOREIGN));
    inbox.processor.runOnce();

    assertThat(
            inbox.count(
                "select events from ignored_event"
                    + " where day = '2026-03-01' and reason = 'other_installation'"))
        .isEqualTo(3);
    assertThat(inbox.count("select count(*) from ignored_event")).isEqualTo(1);
  }

  @Test
  void a_poisoned_post_costs_only_itself_and_is_taken_apart_at_the_third_try() {
    WebhookPostId before = inbox.receive(post(APPLIED));
    WebhookPostId poisoned = inbox.receive(post(APPLIED, APPLIED, POISON, UNMATCHED, APPLIED));
    WebhookPostId after = inbox.receive(post(APPLIED));

    Pass first = inbox.processor.runOnce();

    assertThat(first.applied()).isEqualTo(2);
    assertThat(first.failedPosts()).isEqualTo(1);
    assertThat(inbox.info(before).state()).isEqualTo(PostState.PROCESSED);
    assertThat(inbox.info(after).state()).isEqualTo(PostState.PROCESSED);
    assertThat(inbox.info(poisoned).state()).isEqualTo(PostState.RECEIVED);
    assertThat(inbox.info(poisoned).tries()).isEqualTo(1);

    inbox.clock.tick(Duration.ofMinutes(1));
    assertThat(inbox.processor.runOnce().gotOn()).isFalse();
    inbox.clock.tick(Duration.ofMinutes(1));
    assertThat(inbox.processor.runOnce()).isEqualTo(new Pass(1, 5, 3, 0, 0, 2, 0, 0));

    assertThat(inbox.info(poisoned).state()).isEqualTo(PostState.PROCESSED);
    assertThat(inbox.info(poisoned).events()).hasValue(5);
    assertThat(inbox.seen()).isEqualTo(5);
    assertThat(inbox.most()).isEqualTo(1);
    assertThat(inbox.parkedEvents())
        .extracting(ParkedEvent::element, ParkedEvent::reason, ParkedEvent::detail)
        .containsExactlyInAnyOrder(
            tuple(2, ParkedReason.REFUSED, "IllegalStateException: poisoned"),
            tuple(3, ParkedReason.UNMATCHED, "nobody's"));
    assertThat(inbox.processor.runOnce()).isEqualTo(Pass.NOTHING);
  }

  @Test
  void a_failing_post_rests_before_it_is_tried_again() {
    inbox.receive(post(POISON));

    assertThat(inbox.processor.runOnce().failedPosts()).isEqualTo(1);

    assertThat(inbox.processor.nextDue()).hasValue(NOW.plusSeconds(5));
    assertThat(inbox.processor.runOnce()).isEqualTo(Pass.NOTHING);
    inbox.clock.tick(Duration.ofSeconds(5));
    assertThat(inbox.processor.runOnce().failedPosts()).isEqualTo(1);
    assertThat(inbox.processor.nextDue()).hasValue(NOW.plusSeconds(35));
  }

  @Test
  void a_post_with_little_else_than_poison_is_parked_whole() {
    WebhookPostId id = inbox.receive(post(Collections.nCopies(50, POISON).toArray(String[]::new)));

    for (int tries = 0; tries < 3; tries++) {
      inbox.processor.runOnce();
      inbox.clock.tick(Duration.ofMinutes(1));
    }

    assertThat(inbox.info(id).state()).isEqualTo(PostState.PARKED);
    assertThat(inbox.info(id).parkedReason()).hasValue("IllegalStateException: poisoned");
    assertThat(inbox.parkedEvents()).isEmpty();
    assertThat(inbox.seen()).isZero();
  }

  @Test
  void a_full_disk_is_no_posts_fault() {
    WebhookPostId id = inbox.receive(post(FULL_DISK));

    for (int tries = 0; tries < 4; tries++) {
      assertThatThrownBy(inbox.processor::runOnce).hasStackTraceContaining("no space left");
    }

    assertThat(inbox.info(id).state()).isEqualTo(PostState.RECEIVED);
    assertThat(inbox.info(id).tries()).isZero();
  }

  @Test
  void when_nothing_could_be_claimed_it_is_no_posts_fault() {
    inbox.receive(post(APPLIED));
    db.database().run(tx -> tx.dsl().execute("alter table webhook_post rename to gone"));

    assertThatThrownBy(inbox.processor::runOnce).hasStackTraceContaining("webhook_post");
  }

  @Test
  void a_post_that_rests_is_not_taken_by_whoever_suspected_it() {
    WebhookPostId id = inbox.receive(post(APPLIED));
    db.database().run(tx -> inbox.posts.countTry(tx, id, NOW.plusSeconds(5)));

    assertThat(claim(id, NOW)).isEmpty();
    assertThat(claim(id, NOW.plusSeconds(5))).isPresent();
  }

  private Optional<WebhookPost> claim(WebhookPostId id, Instant now) {
    return db.database().transaction(tx -> inbox.posts.claim(tx, id, now));
  }

  @Test
  void in_a_long_backlog_nothing_is_forgotten_wherever_a_worker_begins() {
    for (int i = 0; i < 4_200; i++) {
      inbox.receive(post(APPLIED));
    }

    drain();

    assertThat(inbox.seen()).isEqualTo(4_200);
    assertThat(inbox.most()).isEqualTo(1);
  }

  @Test
  void a_batch_has_at_most_two_thousand_events_but_for_a_larger_post() {
    String thousand = post(Collections.nCopies(1_000, "a@x").toArray(String[]::new));
    for (int i = 0; i < 3; i++) {
      inbox.receive(thousand);
    }
    inbox.receive(post(Collections.nCopies(4_500, "a@x").toArray(String[]::new)));

    assertThat(inbox.processor.runOnce().events()).isEqualTo(2_000);
    assertThat(inbox.processor.runOnce().events()).isEqualTo(1_000);
    assertThat(inbox.processor.runOnce().events()).isEqualTo(4_500);
    assertThat(inbox.seen()).isEqualTo(7_500);
  }

  @Test
  void a_large_post_travels_alone_and_its_neighbours_are_not_forgotten() {
    String large = post(APPLIED) + " ".repeat(800_000);
    inbox.receive(post(APPLIED));
    inbox.receive(large);
    inbox.receive(post(APPLIED));

    int passes = 0;
    while (inbox.processor.runOnce().gotOn()) {
      passes++;
    }

    assertThat(inbox.seen()).isEqualTo(3);
    assertThat(passes).isBetween(2, 3);
  }

  @Test
  void two_processors_on_one_inbox_apply_every_event_once() throws Exception {
    for (int i = 0; i < 300; i++) {
      inbox.receive(post(APPLIED, APPLIED, UNMATCHED, FOREIGN));
    }
    String many = post(Collections.nCopies(1_500, "a@x").toArray(String[]::new));
    for (int i = 0; i < 4; i++) {
      inbox.receive(many);
    }

    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      List<Future<Integer>> both = List.of(two.submit(this::drain), two.submit(this::drain));
      assertThat(both.getFirst().get() + both.getLast().get()).isEqualTo(304);
    }
    // Whoever found everything locked stopped early; what is left is nobody's any more.
    drain();

    assertThat(inbox.seen()).isEqualTo(6_600);
    assertThat(inbox.most()).isEqualTo(1);
    assertThat(inbox.count("select count(*) from parked_event")).isEqualTo(300);
    assertThat(inbox.count("select sum(events) from ignored_event")).isEqualTo(300);
    assertThat(inbox.count("select count(*) from webhook_post where state <> 'processed'"))
        .isZero();
  }

  private int drain() {
    int posts = 0;
    while (true) {
      Pass pass = inbox.processor.runOnce();
      posts += pass.posts();
      if (!pass.gotOn()) {
        return posts;
      }
    }
  }
}
