package mailctl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import mailctl.support.Eventually;
import mailctl.support.MailctlProcess;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ThreeAtOnceTest {
  private static final int PEOPLE = 5_000;

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
  void two_sweeps_and_a_serve_on_5000_due_recipients_mail_each_exactly_once() {
    long email = world.dueEmailTo(PEOPLE);
    Map<String, String> settings = world.settings();
    settings.put("send.batch-size", "20");
    settings.put("send.concurrency", "3");
    try (MailctlProcess serve = MailctlProcess.start(settings, "serve");
        MailctlProcess first = MailctlProcess.start(settings, "sweep");
        MailctlProcess second = MailctlProcess.start(settings, "sweep")) {
      assertThat(first.await()).as(first::toString).isZero();
      assertThat(second.await()).as(second::toString).isZero();
      Eventually.isTrue(
          () -> world.statuses(email).equals(Map.of("delivered", PEOPLE)),
          () -> world.statuses(email) + "\n" + serve);
      serve.terminate();
      assertThat(serve.await()).as(serve::toString).isZero();
    }

    assertThat(world.mailbox()).hasSize(PEOPLE).doesNotHaveDuplicates();
  }
}
