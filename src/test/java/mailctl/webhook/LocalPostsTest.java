package mailctl.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mailctl.webhook.Inbox.APPLIED;
import static mailctl.webhook.Inbox.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mailctl.support.SettableClock;
import mailctl.support.StoredPosts;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class LocalPostsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(NOW);
  private Inbox inbox;
  private LocalPosts local;

  @BeforeEach
  void open() {
    inbox = new Inbox(db.database(), clock);
    local = new LocalPosts(db.database(), inbox.posts, clock);
  }

  @Test
  void they_are_stored_as_they_are_and_marked_local() {
    byte[] bytes = "[ {\"email\" : \"ä@example.org\"} ]\r\n".getBytes(UTF_8);

    WebhookPostId id = local.add(List.of(bytes)).getFirst();

    assertThat(inbox.info(id).origin()).isEqualTo(PostOrigin.LOCAL);
    assertThat(new StoredPosts(db.database()).body(id)).isEqualTo(bytes);
    assertThat(inbox.processor.runOnce().applied()).isEqualTo(1);
  }

  @Test
  void other_processes_hear_of_them() throws Exception {
    AtomicInteger heard = new AtomicInteger();
    try (InboxListener listener =
        new InboxListener(db.dataSource(), heard::incrementAndGet, Duration.ofMillis(300))) {
      listener.runOnce();
      heard.set(0);
      listener.runOnce();
      assertThat(heard).hasValue(0);

      local.add(List.of(post(APPLIED).getBytes(UTF_8)));
      listener.runOnce();
      assertThat(heard).hasValue(1);
    }
  }
}
