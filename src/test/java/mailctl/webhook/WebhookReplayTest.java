package mailctl.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mailctl.webhook.Inbox.APPLIED;
import static mailctl.webhook.Inbox.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mailctl.database.Refusal;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WebhookReplayTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(NOW);
  private Inbox inbox;
  private WebhookPostId first;
  private WebhookPostId second;

  @BeforeEach
  void process() {
    inbox = new Inbox(db.database(), clock);
    first = inbox.receive(post(APPLIED));
    clock.tick(Duration.ofMinutes(10));
    second = inbox.receive("hello");
    inbox.processor.runOnce();
  }

  @Test
  void posts_are_replayed_by_id_parked_ones_included() {
    assertThat(inbox.replay.posts(List.of(first, second), false)).isEqualTo(2);

    assertThat(inbox.info(first).state()).isEqualTo(PostState.RECEIVED);
    assertThat(inbox.info(second).state()).isEqualTo(PostState.RECEIVED);
    assertThat(inbox.processor.runOnce().posts()).isEqualTo(2);
    assertThat(inbox.info(second).state()).isEqualTo(PostState.PARKED);
  }

  @Test
  void other_processes_hear_of_it_but_not_of_a_dry_run() throws Exception {
    AtomicInteger heard = new AtomicInteger();
    try (InboxListener listener =
        new InboxListener(db.dataSource(), heard::incrementAndGet, Duration.ofMillis(300))) {
      listener.runOnce();
      heard.set(0);

      inbox.replay.posts(List.of(first), true);
      listener.runOnce();
      assertThat(heard).hasValue(0);

      inbox.replay.posts(List.of(first), false);
      listener.runOnce();
      assertThat(heard).hasValue(1);

      inbox.replay.bytes(post(APPLIED).getBytes(UTF_8));
      listener.runOnce();
      assertThat(heard).hasValue(2);
    }
  }

  @Test
  void a_dry_run_counts_and_changes_nothing() {
    assertThat(inbox.replay.posts(List.of(first), true)).isEqualTo(1);

    assertThat(inbox.info(first).state()).isEqualTo(PostState.PROCESSED);
  }

  @Test
  void an_unknown_id_is_refused_and_nothing_is_replayed() {
    assertThatThrownBy(() -> inbox.replay.posts(List.of(first, new WebhookPostId(999)), false))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.NOT_FOUND))
        .hasMessageContaining("999");

    assertThat(inbox.info(first).state()).isEqualTo(PostState.PROCESSED);
  }

  @Test
  void bytes_from_a_file_are_stored_as_they_are_and_marked_local() {
    byte[] bytes = "[ {\"email\" : \"ä@example.org\"} ]\r\n".getBytes(UTF_8);

    WebhookPostId id = inbox.replay.bytes(bytes);

    assertThat(inbox.info(id).origin()).isEqualTo(PostOrigin.LOCAL);
    assertThat(db.database().transaction(tx -> inbox.posts.read(tx, id)).orElseThrow().body())
        .isEqualTo(bytes);
    assertThat(inbox.processor.runOnce().applied()).isEqualTo(1);
  }
}
