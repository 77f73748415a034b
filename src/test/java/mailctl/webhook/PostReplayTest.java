package mailctl.webhook;

import static mailctl.webhook.Inbox.APPLIED;
import static mailctl.webhook.Inbox.FOREIGN;
import static mailctl.webhook.Inbox.POISON;
import static mailctl.webhook.Inbox.UNMATCHED;
import static mailctl.webhook.Inbox.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
  void a_poisoned_post_costs_only_itself_and_stays_as_it_was() {
    WebhookPostId before = inbox.receive(post(APPLIED));
    WebhookPostId poisoned = inbox.receive(post(POISON));
    WebhookPostId after = inbox.receive(post(APPLIED));
    db.database()
        .run(tx -> tx.dsl().execute("update webhook_post set state = 'processed', events = 1"));

    Pass pass = run(false);

    assertThat(pass.failedPosts()).isEqualTo(1);
    assertThat(pass.posts()).isEqualTo(2);
    assertThat(inbox.seen()).isEqualTo(2);
    for (WebhookPostId id : List.of(before, poisoned, after)) {
      assertThat(inbox.info(id).state()).isEqualTo(PostState.PROCESSED);
    }
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

  private Pass run(boolean rehearse) {
    return replay.run(ALL, rehearse, differences::add).pass();
  }

  private int ignored() {
    return inbox.count("select coalesce(sum(events), 0) from ignored_event");
  }
}
