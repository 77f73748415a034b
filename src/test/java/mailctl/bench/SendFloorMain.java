package mailctl.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import mailctl.database.DatabaseSettings;
import mailctl.database.OpenDatabase;
import mailctl.provider.EmailAddress;
import mailctl.provider.MailRequest;
import mailctl.sendgrid.SendGridMailProvider;
import mailctl.sendgrid.SendGridSettings;

/// The same calls of the same size, and the same number of rows in the same number of transactions:
/// three around each call. Sending changes a delivery twice, puts an attempt in and takes a row of
/// the queue away; the floor puts as many rows into empty tables of the same columns and indexes.
final class SendFloorMain {
  private static final String SUBMISSION =
      """
      insert into floor_submission (scheduled_email_id, state, owner, lease_until, recipients,
        claimed_at)
      values (1, 'claimed', '00000000-0000-0000-0000-000000000000', now(), ?, now())
      """;

  private static final String DELIVERY =
      """
      insert into floor_delivery (scheduled_email_id, registration_id, email, created_at, status,
        status_at)
      select ?, n, 'person-' || n || '@example.org', now(), 'sending', now()
      from generate_series(1, ?) n
      """;

  private static final String ATTEMPT =
      """
      insert into floor_attempt (delivery_id, number, submission_id, origin, email)
      select n, ?, ?, 'plan', 'person-' || n || '@example.org' from generate_series(1, ?) n
      """;

  private static final String QUEUE =
      """
      insert into floor_queue (scheduled_email_id, due_at, delivery_id)
      select ?, now(), n from generate_series(1, ?) n
      """;

  private final SendGridMailProvider provider;
  private final MailRequest request;
  private final int batch;
  private final AtomicInteger calls;

  private SendFloorMain(
      SendGridMailProvider provider, MailRequest request, int batch, AtomicInteger calls) {
    this.provider = provider;
    this.request = request;
    this.batch = batch;
    this.calls = calls;
  }

  static void main(String[] args) throws Exception {
    int recipients = Integer.parseInt(args[2]);
    int batch = Integer.parseInt(args[3]);
    int concurrency = Integer.parseInt(args[4]);
    java.nio.file.Path state = java.nio.file.Path.of(args[0]).resolveSibling("state");
    try (OpenDatabase database =
            OpenDatabase.open(new DatabaseSettings.Embedded(state), concurrency);
        SendGridMailProvider provider =
            new SendGridMailProvider(
                SendGridSettings.of("SG.bench", URI.create(args[1]), concurrency),
                InstantSource.system());
        BufferedReader told =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      tables(database);
      SendFloorMain floor =
          new SendFloorMain(provider, request(batch), batch, new AtomicInteger(recipients / batch));
      System.out.println("ready");
      told.readLine();
      long start = System.nanoTime();
      floor.run(database, concurrency);
      System.out.printf("sent %d nanos %d%n", recipients, System.nanoTime() - start);
    }
  }

  private static void tables(OpenDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String table : List.of("delivery", "attempt", "submission", "due_delivery")) {
        String floor = table.equals("due_delivery") ? "floor_queue" : "floor_" + table;
        statement.execute("drop table if exists " + floor);
        statement.execute("create table %s (like %s including all)".formatted(floor, table));
      }
    }
  }

  private void run(OpenDatabase database, int concurrency) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < concurrency; i++) {
        running.add(
            threads.submit(
                () -> {
                  work(database);
                  return true;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
  }

  private void work(OpenDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement submission = connection.prepareStatement(SUBMISSION);
        PreparedStatement delivery = connection.prepareStatement(DELIVERY);
        PreparedStatement attempt = connection.prepareStatement(ATTEMPT);
        PreparedStatement queue = connection.prepareStatement(QUEUE)) {
      for (int call = calls.getAndDecrement(); call > 0; call = calls.getAndDecrement()) {
        connection.setAutoCommit(false);
        insert(submission, batch);
        insert(delivery, 2 * call, batch);
        insert(attempt, call, call, batch);
        insert(queue, call, batch);
        connection.commit();
        connection.setAutoCommit(true);
        insert(submission, batch);
        provider.submit(request);
        connection.setAutoCommit(false);
        insert(submission, batch);
        insert(delivery, 2 * call + 1, batch);
        connection.commit();
      }
    }
  }

  private static void insert(PreparedStatement insert, int... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      insert.setInt(i + 1, values[i]);
    }
    insert.executeUpdate();
  }

  private static MailRequest request(int batch) {
    String words = "the doors open at nine and the music begins at ten. ".repeat(20);
    List<MailRequest.Recipient> recipients = new ArrayList<>();
    for (int i = 1; i <= batch; i++) {
      String link = "http://localhost:8080/unsubscribe/abcdefghijklmnopqrstuvwxyz0123456789abcdef";
      recipients.add(
          new MailRequest.Recipient(
              new EmailAddress("person-" + i + "@example.org", "Person " + i),
              batch == 1
                  ? Map.of()
                  : Map.of(
                      "-abcdefghijk.s0-", "Person " + i,
                      "-abcdefghijk.h0-", "Person " + i,
                      "-abcdefghijk.t0-", "Person " + i,
                      "-abcdefghijk.h1-", link,
                      "-abcdefghijk.t1-", link),
              Map.of(
                  "scheduled_email_id",
                  "1",
                  "event_id",
                  "1",
                  "registration_id",
                  String.valueOf(i),
                  "mailctl_ref",
                  "abcdefgh." + i + ".1"),
              Map.of(
                  "List-Unsubscribe",
                  "<" + link + ">",
                  "List-Unsubscribe-Post",
                  "List-Unsubscribe=One-Click")));
    }
    return new MailRequest(
        new EmailAddress("bench@example.org", "Bench"),
        Optional.empty(),
        "See you, -abcdefghijk.s0-",
        "<p>Hello -abcdefghijk.h0-, " + words + "</p><p>-abcdefghijk.h1-</p>",
        "Hello -abcdefghijk.t0-, " + words,
        recipients);
  }
}
