package mailctl.acceptance;

import static mailctl.database.schema.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.support.Eventually;
import mailctl.support.MailctlProcess;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// How long it takes until mail goes out again after a daemon was killed, and until the next one
/// has what it had claimed.
final class RestartTest {
  /// Asserted only where somebody says so: on a machine that does nothing else.
  private static final Optional<Duration> FIRST_SEND =
      Optional.ofNullable(Long.getLong("mailctl.restart.seconds")).map(Duration::ofSeconds);

  private static final int PEOPLE = 20_000;
  private static final Duration LEASE = Duration.ofSeconds(3);

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private World world;
  private Map<String, String> settings = Map.of();

  @BeforeEach
  void open() {
    world = new World(db);
    settings = world.settings();
    settings.put("send.batch-size", "5");
    // Claims run ahead of that many calls, so that some are not being called when it is killed.
    settings.put("send.concurrency", "8");
    settings.put("send.lease", LEASE.toSeconds() + "s");
    settings.put("sendgrid.timeout", "2s");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void killed_and_started_again_it_sends_and_uncalled_claims_are_back() {
    world.dueEmailTo(PEOPLE);
    List<Long> claimed = List.of();
    long killed = 0;
    for (int sent = 500; claimed.isEmpty() && sent < PEOPLE; sent += 500) {
      int enough = sent;
      try (MailctlProcess serve = MailctlProcess.start(settings, "serve")) {
        Eventually.isTrue(() -> world.mailbox().size() > enough, serve::toString);
        serve.kill();
      }
      killed = System.nanoTime();
      claimed = claimed();
    }
    assertThat(claimed).as("killed between a claim and its call").isNotEmpty();

    int before = world.mailbox().size();
    long started = System.nanoTime();
    try (MailctlProcess serve = MailctlProcess.start(settings, "serve")) {
      Eventually.isTrue(() -> world.mailbox().size() > before, serve::toString);
      Duration firstSend = Duration.ofNanos(System.nanoTime() - started);
      List<Long> uncalled = claimed;
      Eventually.isTrue(() -> areBack(uncalled), serve::toString);
      Duration back = Duration.ofNanos(System.nanoTime() - killed);
      System.out.printf(
          "first message %d ms after the start; %d claims of the killed one back %d ms after the"
              + " kill, with a lease of %d ms%n",
          firstSend.toMillis(), claimed.size(), back.toMillis(), LEASE.toMillis());

      FIRST_SEND.ifPresent(
          limit -> {
            assertThat(firstSend).isLessThan(limit);
            assertThat(back).isLessThan(LEASE.plus(limit));
          });
    }
    assertThat(world.mailbox()).doesNotHaveDuplicates();
  }

  private List<Long> claimed() {
    return world.database.transaction(
        tx ->
            tx.dsl()
                .select(SUBMISSION.ID)
                .from(SUBMISSION)
                .where(SUBMISSION.STATE.eq("claimed"))
                .fetch(SUBMISSION.ID));
  }

  private boolean areBack(List<Long> claims) {
    return world.database.transaction(
        tx ->
            !tx.dsl()
                .fetchExists(
                    SUBMISSION, SUBMISSION.ID.in(claims).and(SUBMISSION.STATE.eq("claimed"))));
  }
}
