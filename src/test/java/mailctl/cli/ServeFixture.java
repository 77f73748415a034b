package mailctl.cli;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.WEBHOOK_POST;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import mailctl.database.DatabaseClock;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.http.SandboxListener;
import mailctl.sandbox.HttpWebhookTarget;
import mailctl.sandbox.Sandbox;
import mailctl.sandbox.SandboxSettings;
import mailctl.sandbox.WebhookTarget;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;

/// A sandbox and what `serve` needs to be told to work with it, on free ports.
final class ServeFixture implements AutoCloseable {
  final SendGridSigner signer = SendGridSigner.generate();
  final Sandbox sandbox;
  final TestRows rows;
  private final TestDatabase db;
  private final SandboxListener listener;
  private final AtomicInteger servePort = new AtomicInteger();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Instant now;

  ServeFixture(TestDatabase db) {
    this.db = db;
    this.rows = TestRows.in(db.database());
    DatabaseClock clock = new DatabaseClock(db.database());
    this.now = clock.instant();
    this.sandbox = new Sandbox(SandboxSettings.plain(1), clock, signer, Optional.of(new ToServe()));
    this.listener = SandboxListener.start(sandbox, 0);
  }

  private final class ToServe implements WebhookTarget {
    @Override
    public int post(Map<String, String> headers, byte[] body) {
      return post("", headers, body);
    }

    @Override
    public int post(String query, Map<String, String> headers, byte[] body) {
      if (servePort.get() == 0) {
        return 0;
      }
      try (HttpWebhookTarget target = new HttpWebhookTarget(webhook(servePort.get()))) {
        return target.post(query, headers, body);
      }
    }
  }

  static URI webhook(int port) {
    return URI.create("http://127.0.0.1:" + port + "/webhooks/sendgrid");
  }

  /// Checks every second, retries after a second.
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("database.url", db.jdbcUrl());
    settings.put("sendgrid.api-key", "sandbox");
    settings.put("sendgrid.url", listener.url());
    settings.put("webhook.keys", signer.publicKey());
    settings.put("public.host", "127.0.0.1");
    settings.put("public.port", "0");
    settings.put("admin.port", "0");
    settings.put("serve.send-every", "1s");
    settings.put("retry.unclassified", "1s 1s 1s");
    settings.put("retry.technical", "1s 1s 1s");
    settings.put("retry.jitter", "0s");
    return settings;
  }

  RunningMailctl serve() {
    return serve(settings());
  }

  RunningMailctl serve(Map<String, String> settings, String... options) {
    return serve(Map.of(), settings, options);
  }

  RunningMailctl serve(
      Map<String, String> environment, Map<String, String> settings, String... options) {
    String[] args = Stream.concat(Stream.of("serve"), Stream.of(options)).toArray(String[]::new);
    RunningMailctl serve = RunningMailctl.start(environment, settings, args);
    servePort.set(serve.port("webhook posts"));
    return serve;
  }

  int servePort() {
    return servePort.get();
  }

  /// As another application would put it there: an email that is due, and who is to get it.
  long dueEmailTo(String... addresses) {
    for (String address : addresses) {
      rows.registration().with(REGISTRATION.EMAIL, address).insert();
    }
    Instant due = now.minusSeconds(90);
    String local =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")
            .withZone(ZoneId.of("America/Halifax"))
            .format(due);
    return rows.scheduledEmail()
        .with(SCHEDULED_EMAIL.TRIGGER, "at " + local)
        .with(SCHEDULED_EMAIL.DUE_AT, due)
        .insert()
        .getId();
  }

  Optional<DeliveryRecord> delivery(String address) {
    return db.database()
        .transaction(tx -> tx.dsl().fetchOptional(DELIVERY, DELIVERY.EMAIL.eq(address)));
  }

  String status(String address) {
    return delivery(address).map(DeliveryRecord::getStatus).orElse("none");
  }

  int posts() {
    return db.database().transaction(tx -> tx.dsl().fetchCount(WEBHOOK_POST));
  }

  int post(byte[] body, String timestamp, String signature) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(webhook(servePort()))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (!signature.isEmpty()) {
      request
          .header(SendGridSigner.TIMESTAMP_HEADER, timestamp)
          .header(SendGridSigner.SIGNATURE_HEADER, signature);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  HttpResponse<String> get(int port, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  Instant now() {
    return now;
  }

  @Override
  public void close() {
    listener.close();
    client.close();
  }
}
