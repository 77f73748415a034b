package mailctl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

final class InboxNotifierTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @RegisterExtension final TestDatabase db = new TestDatabase();

  private final SettableClock clock = new SettableClock(NOW);
  private final InboxSignal signal = new InboxSignal();
  private final AtomicInteger heard = new AtomicInteger();
  private InboxNotifier notifier;
  private InboxListener listener;

  @BeforeEach
  void listen() throws Exception {
    notifier = new InboxNotifier(db.database(), signal, Duration.ofMillis(200), clock);
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(db.jdbcUrl());
    listener = new InboxListener(source, heard::incrementAndGet, Duration.ofMillis(50));
    listener.runOnce();
    heard.set(0);
  }

  @AfterEach
  void close() throws Exception {
    listener.close();
  }

  @Test
  void many_posts_are_one_notification_and_the_last_one_is_not_forgotten() throws Exception {
    signal.posted();
    signal.posted();

    assertThat(notifier.runOnce()).isTrue();
    assertThat(notifier.runOnce()).isFalse();
    listener.runOnce();
    assertThat(heard).hasValue(1);

    signal.posted();
    assertThat(notifier.runOnce()).isFalse();
    assertThat(notifier.nextDue()).hasValue(NOW.plusMillis(200));
    clock.tick(Duration.ofMillis(200));
    assertThat(notifier.runOnce()).isTrue();
    assertThat(notifier.nextDue()).isEmpty();
    listener.runOnce();
    assertThat(heard).hasValue(2);
  }

  @Test
  void a_new_connection_counts_as_news() throws Exception {
    listener.close();

    listener.runOnce();

    assertThat(heard).hasValue(1);
  }

  @Test
  void without_posts_there_is_nothing_to_tell() throws Exception {
    assertThat(notifier.runOnce()).isFalse();
    listener.runOnce();
    assertThat(heard).hasValue(0);
  }
}
