package mailctl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import mailctl.support.Eventually;
import mailctl.support.MailctlProcess;
import mailctl.support.TestDatabase;
import mailctl.support.WebhookSigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ServeKillTest {
  /// `-Dmailctl.kills=20` for a long run.
  private static final int KILLS = Integer.getInteger("mailctl.kills", 3);

  private static final int POSTS_BETWEEN = 150;

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
  void a_serve_killed_under_load_loses_no_accepted_post_and_counts_none_twice() {
    Instant yesterday = InstantSource.system().instant().minus(Duration.ofDays(1));
    SentMail mail = SentMail.to(100, world.database, yesterday);
    WebhookSigner signer = WebhookSigner.create();
    Map<String, String> settings = world.settings();
    settings.put("webhook.keys", signer.publicKey());
    URI url = URI.create("http://127.0.0.1:" + world.publicPort + "/webhooks/sendgrid");
    Instant firstOpen = Instant.ofEpochSecond(yesterday.getEpochSecond());
    try (WebhookLoad load = WebhookLoad.start(url, signer, mail.recipients(), firstOpen, 8)) {
      for (int kill = 0; kill < KILLS; kill++) {
        int before = load.accepted().size();
        try (MailctlProcess serve = MailctlProcess.start(settings, "serve")) {
          Eventually.isTrue(
              () -> load.accepted().size() > before + POSTS_BETWEEN, () -> load + "\n" + serve);
          serve.kill();
        }
      }
      int before = load.accepted().size();
      try (MailctlProcess serve = MailctlProcess.start(settings, "serve")) {
        Eventually.isTrue(() -> load.accepted().size() > before, () -> load + "\n" + serve);
        load.stop();
        Opens opens = new Opens(world.database);
        Eventually.isTrue(() -> !opens.anyWaiting(), serve::toString);
        opens.accountFor(load);
      }
      assertThat(load.answered(WebhookLoad.NO_ANSWER)).as("posts cut off by kills").isPositive();
      System.out.println("serve killed " + KILLS + " times: " + load);
    }
  }
}
