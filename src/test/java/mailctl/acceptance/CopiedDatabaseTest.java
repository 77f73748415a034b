package mailctl.acceptance;

import static mailctl.database.schema.Tables.INSTALLATION;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import mailctl.database.Database;
import mailctl.support.Eventually;
import mailctl.support.MailctlProcess;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A database that was restored beside its original.
final class CopiedDatabaseTest {
  private static final int PEOPLE = 30;

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private World world;
  private long email;
  private TestDatabase copy;
  private Map<String, String> settings;

  @BeforeEach
  void open() {
    world = new World(db);
    email = world.dueEmailTo(PEOPLE);
    copy = db.copy();
    settings = world.settings();
    settings.put("database.url", copy.jdbcUrl());
  }

  @AfterEach
  void close() {
    copy.drop();
    world.close();
  }

  @Test
  void a_copy_mails_nobody_until_it_is_unfenced_and_then_under_an_id_of_its_own() {
    String id = String.valueOf(email);
    for (String[] command : List.of(new String[] {"send", "--id", id}, new String[] {"sweep"})) {
      try (MailctlProcess refused = MailctlProcess.start(settings, command)) {
        assertThat(refused.await()).as(refused::toString).isEqualTo(77);
        assertThat(refused.stderr())
            .contains("mails nobody: its database oid is ", "Try: mailctl unfence");
      }
    }
    assertThat(world.mailbox()).isEmpty();
    assertThat(status(copy.database())).isEqualTo("scheduled");

    run(settings, "unfence", "--yes");
    run(settings, "send", "--id", id);
    assertThat(world.mailbox()).hasSize(PEOPLE).doesNotHaveDuplicates();
    assertThat(references()).containsOnly(installation(copy.database()));

    // The original sends its own, as itself.
    run(world.settings(), "send", "--id", id);
    assertThat(references())
        .hasSize(2 * PEOPLE)
        .containsOnly(installation(copy.database()), installation(db.database()));
    assertThat(installation(copy.database())).isNotEqualTo(installation(db.database()));
  }

  @Test
  void serve_on_a_copy_processes_and_says_that_it_sends_nothing() throws Exception {
    try (MailctlProcess serve = MailctlProcess.start(settings, "serve")) {
      Eventually.isTrue(
          () -> serve.stderr().contains("receiving and processing go on. Try: mailctl unfence"),
          serve::toString);
      TestRows.in(copy.database()).webhookPost().insert();
      Eventually.isTrue(() -> processed() == 1, serve::toString);
      Eventually.isTrue(() -> serve.stderr().contains("sending=fenced"), serve::toString);
      assertThat(metrics()).contains("mailctl_fenced 1.0");
      try (MailctlProcess doctor = MailctlProcess.start(settings, "doctor")) {
        assertThat(doctor.await()).isEqualTo(1);
        assertThat(doctor.stdout()).contains("fence", "nothing is sent", "mailctl unfence");
      }
      assertThat(world.mailbox()).isEmpty();
      assertThat(status(copy.database())).isEqualTo("scheduled");
    }
  }

  private static void run(Map<String, String> settings, String... command) {
    try (MailctlProcess process = MailctlProcess.start(settings, command)) {
      assertThat(process.await()).as(process::toString).isZero();
    }
  }

  private List<String> references() {
    return world.sandbox.mailbox().messages().stream()
        .map(message -> String.valueOf(message.customArgs().get("mailctl_ref")).split("\\.")[0])
        .toList();
  }

  private static String installation(Database database) {
    return database.transaction(
        tx -> tx.dsl().select(INSTALLATION.ID).from(INSTALLATION).fetchSingle(INSTALLATION.ID));
  }

  private String status(Database database) {
    return database.transaction(
        tx -> tx.dsl().fetchSingle("select status from scheduled_email").get(0, String.class));
  }

  private int processed() {
    return copy.database()
        .transaction(tx -> tx.dsl().fetchCount(WEBHOOK_POST, WEBHOOK_POST.STATE.eq("processed")));
  }

  private String metrics() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.adminPort + "/metrics"))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
