package mailctl.acceptance;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Database;
import mailctl.http.SandboxListener;
import mailctl.sandbox.HttpWebhookTarget;
import mailctl.sandbox.MailboxMessage;
import mailctl.sandbox.Sandbox;
import mailctl.sandbox.SandboxSettings;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;

/// A database and a sandbox that outlive the processes working on them.
final class World implements AutoCloseable {
  /// In the zone of the organization that `TestRows` makes.
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("America/Halifax"));

  final Database database;
  final Sandbox sandbox;
  final int publicPort = freePort();
  final int adminPort = freePort();
  private final SandboxListener listener;
  private final HttpWebhookTarget target;
  private final SendGridSigner signer = SendGridSigner.generate();
  private final String jdbcUrl;

  World(TestDatabase db) {
    this.database = db.database();
    this.jdbcUrl = db.jdbcUrl();
    this.target =
        new HttpWebhookTarget(URI.create("http://127.0.0.1:" + publicPort + "/webhooks/sendgrid"));
    this.sandbox =
        new Sandbox(SandboxSettings.plain(1), InstantSource.system(), signer, Optional.of(target));
    this.listener = SandboxListener.start(sandbox, 0);
  }

  /// What every process is told.
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("database.url", jdbcUrl);
    settings.put("sendgrid.url", listener.url());
    settings.put("sendgrid.api-key", "SG.sandbox");
    settings.put("webhook.keys", signer.publicKey());
    settings.put("public.host", "127.0.0.1");
    settings.put("public.port", String.valueOf(publicPort));
    settings.put("admin.port", String.valueOf(adminPort));
    return settings;
  }

  /// An email due a minute ago to that many people whose mail is delivered.
  long dueEmailTo(int people) {
    TestRows rows = TestRows.in(database);
    Instant due = now().minus(1, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
    long email =
        rows.scheduledEmail()
            .with(SCHEDULED_EMAIL.TRIGGER, "at " + LOCAL.format(due))
            .with(SCHEDULED_EMAIL.DUE_AT, due)
            .insert()
            .getId();
    database.run(
        tx ->
            tx.dsl()
                .execute(
                    """
                    insert into registration (event_id, email, name, status)
                    select (select event_id from scheduled_email where id = {0}),
                      'guest-' || n || '@example.org', 'Guest ' || n, 'approved'
                    from generate_series(1, {1}) n
                    """,
                    org.jooq.impl.DSL.val(email), org.jooq.impl.DSL.val(people)));
    return email;
  }

  List<String> mailbox() {
    return sandbox.mailbox().messages().stream().map(MailboxMessage::to).toList();
  }

  Map<String, Integer> statuses(long email) {
    return database.transaction(
        tx -> {
          Map<String, Integer> counts = new HashMap<>();
          tx.dsl()
              .select(DELIVERY.STATUS, org.jooq.impl.DSL.count())
              .from(DELIVERY)
              .where(DELIVERY.SCHEDULED_EMAIL_ID.eq(email))
              .groupBy(DELIVERY.STATUS)
              .forEach(row -> counts.put(row.value1(), row.value2()));
          return counts;
        });
  }

  List<String> inDoubt(long email) {
    return database.transaction(
        tx ->
            tx.dsl()
                .select(DELIVERY.EMAIL)
                .from(DELIVERY)
                .where(DELIVERY.SCHEDULED_EMAIL_ID.eq(email))
                .and(DELIVERY.STATUS.eq("in_doubt"))
                .fetch(DELIVERY.EMAIL));
  }

  @Override
  public void close() {
    listener.close();
    target.close();
  }

  private static Instant now() {
    return InstantSource.system().instant();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
