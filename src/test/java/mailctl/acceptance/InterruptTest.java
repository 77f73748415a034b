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

final class InterruptTest {
  private static final int PEOPLE = 1_500;

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private World world;
  private long email;
  private Map<String, String> settings = Map.of();

  @BeforeEach
  void open() {
    world = new World(db);
    email = world.dueEmailTo(PEOPLE);
    settings = world.settings();
    settings.put("send.batch-size", "5");
    settings.put("send.concurrency", "2");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void ctrl_c_in_the_middle_of_a_send_and_a_second_send_mail_everybody_once() {
    assertThat(stopInTheMiddle(MailctlProcess::interrupt)).isEqualTo(130);

    finish();
  }

  @Test
  void sigterm_in_the_middle_does_the_same_with_143() {
    assertThat(stopInTheMiddle(MailctlProcess::terminate)).isEqualTo(143);

    finish();
  }

  private int stopInTheMiddle(java.util.function.Consumer<MailctlProcess> signal) {
    try (MailctlProcess send = send()) {
      Eventually.isTrue(() -> world.mailbox().size() > 100, send::toString);
      signal.accept(send);
      int code = send.await();
      int sent = world.mailbox().size();
      assertThat(sent).isLessThan(PEOPLE);
      assertThat(world.statuses(email))
          .as("nothing is left claimed, called or in doubt")
          .isEqualTo(Map.of("sent", sent, "queued", PEOPLE - sent));
      assertThat(send.stderr())
          .contains("stopping: what is under way is finished, up to 25 s")
          .contains("sent " + String.format(java.util.Locale.ROOT, "%,d", sent))
          .contains("interrupted: ")
          .contains("Try: mailctl send --id " + email)
          .doesNotContain("\r");
      return code;
    }
  }

  private void finish() {
    try (MailctlProcess send = send()) {
      assertThat(send.await()).as(send::toString).isZero();
    }
    assertThat(world.mailbox()).hasSize(PEOPLE).doesNotHaveDuplicates();
    assertThat(world.statuses(email)).isEqualTo(Map.of("sent", PEOPLE));
  }

  private MailctlProcess send() {
    return MailctlProcess.start(settings, "send", "--id", String.valueOf(email));
  }
}
