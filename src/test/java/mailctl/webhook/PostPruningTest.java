package mailctl.webhook;

import static mailctl.webhook.Inbox.APPLIED;
import static mailctl.webhook.Inbox.UNMATCHED;
import static mailctl.webhook.Inbox.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import mailctl.support.SettableClock;
import mailctl.support.StoredPosts;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostPruningTest {
  private static final Instant OLD = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant LIMIT = Instant.parse("2026-03-05T00:00:00Z");

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(OLD);
  private Inbox inbox;
  private PostPruning pruning;
  private WebhookPostId unreadable;
  private WebhookPostId halfParked;
  private WebhookPostId waiting;
  private WebhookPostId young;

  @BeforeEach
  void receive() {
    inbox = new Inbox(db.database(), clock);
    // Two at a time, so that five take several steps.
    pruning = new PostPruning(db.database(), 2);
    inbox.receive(post(APPLIED));
    unreadable = inbox.receive("hello");
    halfParked = inbox.receive(post(APPLIED, UNMATCHED));
    inbox.receive(post(APPLIED));
    inbox.processor.runOnce();
    waiting = inbox.receive(post(APPLIED));
    clock.set(LIMIT);
    young = inbox.receive(post(APPLIED));
  }

  @Test
  void what_is_old_and_done_with_goes_and_the_rest_stays() {
    PrunedPosts plan = pruning.rehearse(LIMIT);
    PrunedPosts gone = pruning.run(LIMIT, 100);

    assertThat(gone).isEqualTo(plan);
    assertThat(gone.posts()).isEqualTo(2);
    assertThat(gone.bytes()).isEqualTo(2L * post(APPLIED).length());
    assertThat(gone.kept()).isEqualTo(3);
    assertThat(left()).containsExactly(young, waiting, halfParked, unreadable);
  }

  @Test
  void a_pass_is_bounded_and_the_next_one_goes_on() {
    PrunedPosts first = pruning.run(LIMIT, 1);
    PrunedPosts rest = pruning.run(LIMIT, 100);

    assertThat(first.posts()).isEqualTo(1);
    assertThat(first.more()).isTrue();
    assertThat(rest.posts()).isEqualTo(1);
    assertThat(rest.more()).isFalse();
  }

  @Test
  void what_was_discarded_goes_with_its_events() {
    ParkedDesk desk = new ParkedDesk(clock);
    long event = inbox.parkedEvents().getFirst().id();
    db.database()
        .run(
            tx -> {
              desk.discardPosts(tx, List.of(unreadable.value()), "kim", "a scanner");
              desk.discardEvents(tx, List.of(event), "kim", "forged");
            });

    assertThat(pruning.run(LIMIT, 100).posts()).isEqualTo(4);
    assertThat(left()).containsExactly(young, waiting);
    assertThat(inbox.parkedEvents()).isEmpty();
  }

  @Test
  void a_post_in_somebodys_hands_stays() {
    PrunedPosts gone =
        db.database()
            .transaction(
                tx -> {
                  tx.dsl().execute("select from webhook_post where id = 1 for no key update");
                  return pruning.run(LIMIT, 100);
                });

    assertThat(gone.posts()).isEqualTo(1);
    assertThat(pruning.run(LIMIT, 100).posts()).isEqualTo(1);
  }

  @Test
  void counts_of_refused_posts_go_with_the_posts_of_their_time() {
    RefusalCounter counter = new RefusalCounter(db.database(), clock);
    clock.set(OLD);
    counter.answered(new Receipt.Refused(SignatureVerifier.Verdict.MISSING));
    counter.answered(new Receipt.Refused(SignatureVerifier.Verdict.WRONG));
    counter.flush();
    clock.set(LIMIT);
    counter.answered(new Receipt.Refused(SignatureVerifier.Verdict.WRONG));
    counter.flush();

    assertThat(pruning.rehearse(LIMIT).refusals()).isEqualTo(2);
    assertThat(pruning.run(LIMIT, 100).refusals()).isEqualTo(2);

    assertThat(inbox.count("select count(*) from webhook_refusal")).isEqualTo(1);
  }

  private List<WebhookPostId> left() {
    return new StoredPosts(db.database()).newestFirst().stream().map(WebhookPostInfo::id).toList();
  }
}
