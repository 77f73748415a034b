package mailctl.webhook;

import static mailctl.webhook.Inbox.APPLIED;
import static mailctl.webhook.Inbox.POISON;
import static mailctl.webhook.Inbox.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailctl.support.LogCapture;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;

/// Whatever is logged while posts are applied says which.
final class PostTrailTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final List<String> trails = new ArrayList<>();
  private Inbox inbox;
  private WebhookProcessor processor;

  @BeforeEach
  void listen() {
    SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    inbox = new Inbox(db.database(), clock);
    processor =
        new WebhookProcessor(
            db.database(),
            inbox,
            (tx, events) -> {
              trails.add(String.valueOf(MDC.get("post")));
              return inbox.apply(tx, events);
            },
            inbox.posts,
            inbox.parked,
            clock);
  }

  @Test
  void a_batch_is_named_from_its_first_to_its_last_and_no_longer_than_it_takes() {
    for (int i = 0; i < 3; i++) {
      inbox.receive(post(APPLIED));
    }

    processor.runOnce();

    assertThat(trails).containsExactly("1-3");
    assertThat(MDC.get("post")).isNull();
  }

  @Test
  void what_is_tried_alone_is_named_alone() {
    inbox.receive(post(APPLIED));
    inbox.receive(post(POISON));
    try (LogCapture log = new LogCapture(WebhookProcessor.class)) {
      processor.runOnce();

      assertThat(log.lines())
          .anyMatch(line -> line.startsWith("WARN inbox=batch_failed posts=2 post=1-2 "))
          .anyMatch(line -> line.startsWith("WARN post=2 state=received tries=1 "));
    }
    assertThat(trails).containsExactly("1-2", "1", "2");
  }

  @Test
  void a_post_that_cannot_be_read_is_told() {
    inbox.receive("hello");
    try (LogCapture log = new LogCapture(PostApplication.class)) {
      processor.runOnce();

      assertThat(log.lines()).contains("INFO post=1 state=parked reason=\"not JSON\"");
    }
  }
}
