package mailctl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mailctl.support.Eventually;
import mailctl.support.MailctlProcess;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class KillTest {
  private static final int PEOPLE = 1_500;

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private World world;

  @BeforeEach
  void open() {
    world = new World(db);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_send_killed_in_the_middle_and_a_sweep_mail_nobody_twice_and_forget_nobody() {
    long email = world.dueEmailTo(PEOPLE);
    Map<String, String> settings = world.settings();
    settings.put("send.batch-size", "5");
    settings.put("send.concurrency", "4");
    settings.put("send.lease", "3s");
    settings.put("sendgrid.timeout", "2s");
    try (MailctlProcess send =
        MailctlProcess.start(settings, "send", "--id", String.valueOf(email))) {
      Eventually.isTrue(() -> world.mailbox().size() > 200, send::toString);
      send.kill();
    }
    assertThat(world.mailbox()).hasSizeLessThan(PEOPLE);

    sweepUntilSettled(settings, email);

    List<String> mailbox = world.mailbox();
    assertThat(mailbox).doesNotHaveDuplicates();
    Map<String, Integer> statuses = world.statuses(email);
    assertThat(statuses.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(PEOPLE);
    assertThat(statuses.keySet()).isSubsetOf("sent", "in_doubt");
    Set<String> missing = new HashSet<>();
    for (int n = 1; n <= PEOPLE; n++) {
      missing.add("guest-" + n + "@example.org");
    }
    mailbox.forEach(missing::remove);
    assertThat(world.inDoubt(email)).containsAll(missing);
    try (MailctlProcess doubts = MailctlProcess.start(settings, "inspect", "doubts")) {
      assertThat(doubts.await()).isZero();
      assertThat(doubts.stdout().isBlank()).isEqualTo(world.inDoubt(email).isEmpty());
    }
  }

  private void sweepUntilSettled(Map<String, String> settings, long email) {
    Eventually.isTrue(
        () -> {
          try (MailctlProcess sweep = MailctlProcess.start(settings, "sweep")) {
            assertThat(sweep.await()).as(sweep::toString).isZero();
          }
          Set<String> open = Set.of("queued", "sending");
          return world.statuses(email).keySet().stream().noneMatch(open::contains);
        },
        () -> "not settled: " + world.statuses(email));
  }
}
