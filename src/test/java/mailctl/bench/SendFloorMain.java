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
/// three around each call, with two rows a recipient before it and one after.
final class SendFloorMain {
  private static final String INSERT =
      """
      insert into send_floor (state, at, recipient, email)
      select 'sent', now(), n, 'person-' || n || '@example.org' from generate_series(1, ?) n
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
      table(database);
      SendFloorMain floor =
          new SendFloorMain(provider, request(batch), batch, new AtomicInteger(recipients / batch));
      System.out.println("ready");
      told.readLine();
      long start = System.nanoTime();
      floor.run(database, concurrency);
      System.out.printf("sent %d nanos %d%n", recipients, System.nanoTime() - start);
    }
  }

  private static void table(OpenDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists send_floor");
      statement.execute(
          """
          create table send_floor (id bigint generated always as identity primary key,
            state text not null, at timestamptz not null, recipient bigint not null,
            email text not null)
          """);
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
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      while (calls.getAndDecrement() > 0) {
        insert(insert, 1 + 2 * batch);
        insert(insert, 1);
        provider.submit(request);
        insert(insert, 1 + batch);
      }
    }
  }

  private static void insert(PreparedStatement insert, int rows) throws SQLException {
    insert.setInt(1, rows);
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
