package mailctl.webhook;

import static mailctl.webhook.Inbox.APPLIED;
import static mailctl.webhook.Inbox.FOREIGN;
import static mailctl.webhook.Inbox.FULL_DISK;
import static mailctl.webhook.Inbox.POISON;
import static mailctl.webhook.Inbox.UNMATCHED;
import static mailctl.webhook.Inbox.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mailctl.database.Refusal;
import mailctl.delivery.Difference;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostReplayTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final PostReplay.Choice ALL =
      new PostReplay.Choice.Received(Instant.EPOCH, NOW.plus(Duration.ofDays(1)));

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(NOW);
  private final List<Difference> differences = new ArrayList<>();
  private Inbox inbox;
  private PostReplay replay;

  @BeforeEach
  void open() {
    inbox = new Inbox(db.database(), clock);
    replay = inbox.replay;
  }

  @Test
  void what_was_ignored_is_counted_once_however_often_it_is_replayed() {
    inbox.receive(post(FOREIGN, FOREIGN, APPLIED));
    inbox.processor.runOnce();

    Pass pass = run(false);
    run(false);

    assertThat(pass.ignored()).isEqualTo(2);
    assertThat(ignored()).isEqualTo(2);
    assertThat(differences).isEmpty();
  }

  @Test
  void a_post_that_still_waits_is_processed_and_counted() {
    WebhookPostId id = inbox.receive(post(FOREIGN));

    run(false);

    assertThat(inbox.info(id).state()).isEqualTo(PostState.PROCESSED);
    assertThat(ignored()).isEqualTo(1);
  }

  @Test
  void parked_things_that_stay_parked_are_no_difference_and_others_are_told() {
    inbox.receive("hello");
    WebhookPostId id = inbox.receive(post(APPLIED, UNMATCHED));
    inbox.processor.runOnce();

    run(false);
    assertThat(differences).isEmpty();

    inbox.deliveryAppeared = true;
    run(true);
    assertThat(inbox.parkedEvents()).hasSize(1);
    run(false);

    Difference found = Difference.of("post " + id + " element 1", "parked: unmatched", "");
    assertThat(differences).containsExactly(found, found);
    assertThat(inbox.parkedEvents()).isEmpty();
  }

  @Test
  void a_rehearsal_changes_nothing() {
    WebhookPostId waiting = inbox.receive(post(APPLIED, FOREIGN, UNMATCHED));

    Pass pass = run(true);

    assertThat(pass.events()).isEqualTo(3);
    assertThat(inbox.info(waiting).state()).isEqualTo(PostState.RECEIVED);
    assertThat(inbox.seen()).isZero();
    assertThat(inbox.parkedEvents()).isEmpty();
    assertThat(ignored()).isZero();
  }

  @Test
  void a_poisoned_post_costs_only_itself_and_is_taken_apart() {
    WebhookPostId before = inbox.receive(post(APPLIED));
    WebhookPostId poisoned = inbox.receive(post(APPLIED, POISON));
    WebhookPostId after = inbox.receive(post(APPLIED));
    processedBefore();

    Pass pass = run(false);

    assertThat(pass.failedPosts()).isZero();
    assertThat(pass.posts()).isEqualTo(3);
    assertThat(inbox.seen()).isEqualTo(3);
    for (WebhookPostId id : List.of(before, poisoned, after)) {
      assertThat(inbox.info(id).state()).isEqualTo(PostState.PROCESSED);
    }
    assertThat(inbox.parkedEvents())
        .extracting(ParkedEvent::post, ParkedEvent::element, ParkedEvent::reason)
        .containsExactly(tuple(poisoned, 1, ParkedReason.REFUSED));
    assertThat(differences)
        .containsExactly(Difference.of("post " + poisoned + " element 1", "", "parked: refused"));
  }

  @Test
  void a_post_that_cannot_even_be_taken_apart_stays_as_it_was() {
    WebhookPostId before = inbox.receive(post(APPLIED));
    inbox.receive(post(Collections.nCopies(50, POISON).toArray(String[]::new)));
    processedBefore();

    Pass pass = run(false);

    assertThat(pass.failedPosts()).isEqualTo(1);
    assertThat(inbox.info(before).state()).isEqualTo(PostState.PROCESSED);
    assertThat(inbox.parkedEvents()).isEmpty();
  }

  @Test
  void a_poisoned_post_is_found_by_halves() {
    for (int i = 0; i < 400; i++) {
      inbox.receive(post(i == 300 ? POISON : APPLIED));
    }

    assertThat(run(false).posts()).isEqualTo(400);

    assertThat(inbox.seen()).isEqualTo(399);
    assertThat(inbox.batches).hasSizeLessThan(40);
  }

  @Test
  void a_full_disk_is_no_posts_fault() {
    WebhookPostId id = inbox.receive(post(FULL_DISK));

    assertThatThrownBy(() -> run(false)).hasStackTraceContaining("no space left");
    assertThat(inbox.info(id).state()).isEqualTo(PostState.RECEIVED);
  }

  @Test
  void what_is_older_than_the_history_is_left_alone_when_its_post_was_processed() {
    WebhookPostId processed = inbox.receive(post(APPLIED, APPLIED));
    inbox.processor.runOnce();
    inbox.pruned = true;
    WebhookPostId waiting = inbox.receive(post(APPLIED));

    PostReplay.Replayed rehearsed = replay.run(ALL, true, differences::add);
    PostReplay.Replayed replayed = replay.run(ALL, false, differences::add);
    PostReplay.Replayed again = replay.run(ALL, false, _ -> {});

    assertThat(rehearsed.tooOld()).isEqualTo(2);
    assertThat(replayed.tooOld()).isEqualTo(2);
    // What was parked as too old stays parked.
    assertThat(again.tooOld()).isEqualTo(2);
    assertThat(inbox.parkedEvents()).extracting(ParkedEvent::post).containsExactly(waiting);
    Difference parked =
        Difference.of("post " + waiting + " element 0", "", "parked: older_than_retention");
    assertThat(differences).containsExactly(parked, parked);
    assertThat(inbox.info(processed).state()).isEqualTo(PostState.PROCESSED);
  }

  @Test
  void only_the_chosen_ones_and_all_of_them_in_batches() {
    for (int i = 0; i < 1_200; i++) {
      inbox.receive(post(APPLIED));
    }
    clock.tick(Duration.ofMinutes(1));
    WebhookPostId later = inbox.receive(post(APPLIED));

    PostReplay.Choice early = new PostReplay.Choice.Received(NOW, NOW.plusSeconds(60));
    assertThat(replay.count(early)).isEqualTo(1_200);
    assertThat(replay.run(early, false, differences::add).pass().posts()).isEqualTo(1_200);

    assertThat(inbox.seen()).isEqualTo(1_200);
    assertThat(inbox.most()).isEqualTo(1);
    assertThat(inbox.info(later).state()).isEqualTo(PostState.RECEIVED);
    PostReplay.Choice one = new PostReplay.Choice.These(List.of(later));
    assertThat(replay.run(one, false, differences::add).pass().posts()).isEqualTo(1);
  }

  @Test
  void an_unknown_id_is_refused() {
    assertThatThrownBy(
            () -> replay.count(new PostReplay.Choice.These(List.of(new WebhookPostId(999)))))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.NOT_FOUND))
        .hasMessageContaining("999");
  }

  private void processedBefore() {
    db.database()
        .run(tx -> tx.dsl().execute("update webhook_post set state = 'processed', events = 1"));
  }

  private Pass run(boolean rehearse) {
    return replay.run(ALL, rehearse, differences::add).pass();
  }

  private int ignored() {
    return inbox.count("select coalesce(sum(events), 0) from ignored_event");
  }
}
