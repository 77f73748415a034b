package mailctl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import mailctl.database.Database;
import mailctl.database.DatabaseLocation;
import mailctl.support.Eventually;
import mailctl.support.MailctlProcess;
import mailctl.support.WebhookSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs a server of its own: the shared one must not be stopped under the other tests.
final class PostgresRestartTest {
  /// `-Dmailctl.restarts=10` for a long run.
  private static final int RESTARTS = Integer.getInteger("mailctl.restarts", 2);

  @TempDir Path folder;

  @Test
  void posts_are_refused_while_postgresql_is_away_and_none_is_lost_and_serve_recovers()
      throws IOException {
    int postgresPort = freePort();
    int publicPort = freePort();
    EmbeddedPostgres postgres = start(postgresPort);
    WebhookSigner signer = WebhookSigner.create();
    Map<String, String> settings = new HashMap<>();
    settings.put("database.url", postgres.getJdbcUrl("postgres", "postgres"));
    settings.put("sendgrid.api-key", "SG.none");
    settings.put("webhook.keys", signer.publicKey());
    settings.put("public.host", "127.0.0.1");
    settings.put("public.port", String.valueOf(publicPort));
    settings.put("admin.port", String.valueOf(freePort()));
    try (MailctlProcess migrate = MailctlProcess.start(settings, "migrate")) {
      assertThat(migrate.await()).as(migrate::toString).isZero();
    }
    Instant yesterday = InstantSource.system().instant().minus(Duration.ofDays(1));
    Instant firstOpen = Instant.ofEpochSecond(yesterday.getEpochSecond());
    URI url = URI.create("http://127.0.0.1:" + publicPort + "/webhooks/sendgrid");
    try (HikariDataSource pool = pool(settings.get("database.url"))) {
      Database database = new Database(pool, new DatabaseLocation("a server of its own", false));
      SentMail mail = SentMail.to(100, database, yesterday);
      Opens opens = new Opens(database);
      try (MailctlProcess serve = MailctlProcess.start(settings, "serve");
          WebhookLoad load = WebhookLoad.start(url, signer, mail.recipients(), firstOpen, 8)) {
        for (int restart = 0; restart < RESTARTS; restart++) {
          takesMore(load, 200, serve);
          int refused = load.answered(503);
          postgres.close();
          Eventually.isTrue(() -> load.answered(503) > refused + 20, () -> load + "\n" + serve);
          postgres = start(postgresPort);
        }
        takesMore(load, 200, serve);
        load.stop();
        Eventually.isTrue(() -> !opens.anyWaiting(), serve::toString);
        assertThat(serve.isAlive()).isTrue();
        opens.accountFor(load);
        System.out.println("PostgreSQL restarted " + RESTARTS + " times: " + load);
      }
    } finally {
      postgres.close();
    }
  }

  private static void takesMore(WebhookLoad load, int posts, MailctlProcess serve) {
    int before = load.accepted().size();
    Eventually.isTrue(() -> load.accepted().size() > before + posts, () -> load + "\n" + serve);
  }

  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(folder.resolve("data"))
        .setCleanDataDirectory(false)
        .setPGStartupWait(Duration.ofSeconds(60))
        .start();
  }

  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
