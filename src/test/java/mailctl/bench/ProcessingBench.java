package mailctl.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import mailctl.app.App;
import mailctl.app.SettingsReader;
import mailctl.provider.BounceClass;
import mailctl.provider.ProviderEvent;
import mailctl.sendgrid.SendGridEvent;
import mailctl.sendgrid.SendGridEventWriter;
import mailctl.webhook.Pass;
import mailctl.webhook.WebhookProcessor;

/// Drains a backlog of stored posts over a table of many deliveries.
///
/// `fill DIR deliveries events eventsPerPost near|far`, then `drain DIR workers`.
final class ProcessingBench {
  private static final int SPREAD = 4_000;

  private ProcessingBench() {}

  public static void main(String[] args) throws Exception {
    App app =
        new App(
            new SettingsReader(Map.of(), Path.of("/nonexistent/config.yaml"))
                .read("", Map.of("state.dir", args[1]))
                .valid());
    try (app) {
      app.database();
      switch (args[0]) {
        case "fill" ->
            fill(
                app,
                Integer.parseInt(args[2]),
                Integer.parseInt(args[3]),
                Integer.parseInt(args[4]),
                args[5].equals("far"));
        default -> drain(app, Integer.parseInt(args[2]), Path.of(args[1]));
      }
    }
  }

  private static void fill(App app, int deliveries, int events, int perPost, boolean far)
      throws Exception {
    try (Connection connection = app.openedDatabase().connect();
        Statement sql = connection.createStatement()) {
      sql.execute("set session_replication_role = replica");
      sql.execute("insert into organization (slug, name, email, time_zone) values ('o', 'O', 'o@example.org', 'UTC')");
      sql.execute("insert into event (organization_id, slug, title) values (1, 'e', 'E')");
      sql.execute(
          "insert into registration (event_id, email) select 1, 'person' || n || '@example.org'"
              + " from generate_series(1, " + deliveries + ") n");
      sql.execute(
          "insert into scheduled_email (event_id, name, status, subject, text, trigger, planned_at,"
              + " finished_at, started_at) values (1, 'm', 'sent', 's', 't', 'x', now(), now(), now())");
      sql.execute(
          "insert into submission (scheduled_email_id, state, owner, lease_until, recipients,"
              + " message_id, claimed_at, called_at, settled_at) select 1, 'accepted',"
              + " gen_random_uuid(), now(), 1000, 'message-' || n, now(), now(), now()"
              + " from generate_series(1, " + (deliveries / 1_000 + 1) + ") n");
      sql.execute(
          "insert into delivery (scheduled_email_id, registration_id, email, created_at, status,"
              + " status_at, attempts) select 1, n, 'person' || n || '@example.org',"
              + " now() - interval '1 day', 'sent', now(), 1 from generate_series(1, "
              + deliveries + ") n");
      sql.execute(
          "insert into attempt (delivery_id, number, submission_id, origin, email) select n, 1,"
              + " 1 + (n - 1) / 1000, 'plan', 'person' || n || '@example.org'"
              + " from generate_series(1, " + deliveries + ") n");
      String installation = app.installation().id();
      posts(connection, installation, deliveries, events, perPost, far);
      sql.execute("vacuum analyze");
      sql.execute("checkpoint");
    }
  }

  private static void posts(
      Connection connection, String installation, int deliveries, int events, int perPost, boolean far)
      throws SQLException {
    SplittableRandom random = new SplittableRandom(7);
    // key: when it comes, then what: delivery and kind.
    long[] plan = new long[events];
    int n = 0;
    for (int i = 0; n < events; i++) {
      n = plan(plan, n, i, 0, i * 2L);
      n = plan(plan, n, i, 1, i * 2L + 200 + random.nextInt(SPREAD));
      if (random.nextInt(5) == 0) {
        n = plan(plan, n, i, 2, i * 2L + 1_000 + random.nextInt(20 * SPREAD));
      }
    }
    Arrays.sort(plan);
    Instant start = Instant.now().minusSeconds(3_600);
    try (var insert =
        connection.prepareStatement(
            "insert into webhook_post (received_at, body, origin) values (now(), ?, 'signed')")) {
      connection.setAutoCommit(false);
      List<SendGridEvent> post = new ArrayList<>();
      for (int i = 0; i < events; i++) {
        int index = (int) ((plan[i] >> 2) & 0xFFFFFFF);
        long delivery =
            1 + (far ? (index * 7_919L * 31L) % deliveries : index % (long) deliveries);
        post.add(
            new SendGridEvent(
                event(installation, delivery, (int) (plan[i] & 3), start.plusSeconds(i / 400)),
                Map.of("scheduled_email_id", "1", "event_id", "1", "registration_id", "" + delivery)));
        if (post.size() == perPost || i == events - 1) {
          insert.setBytes(1, SendGridEventWriter.post(post));
          insert.addBatch();
          post.clear();
        }
        if (i % 20_000 == 19_999 || i == events - 1) {
          insert.executeBatch();
          connection.commit();
        }
      }
      connection.setAutoCommit(true);
    }
  }

  private static int plan(long[] plan, int n, int index, int kind, long when) {
    if (n == plan.length) {
      return n;
    }
    plan[n] = (when << 30) | ((long) index << 2) | kind;
    return n + 1;
  }

  private static ProviderEvent event(String installation, long delivery, int kind, Instant at) {
    String message = "message-" + (1 + (delivery - 1) / 1_000);
    var origin =
        new ProviderEvent.Origin(
            at,
            "person" + delivery + "@example.org",
            Optional.of(installation + "." + delivery + ".1"),
            Optional.of(message),
            Optional.of("ZGVsaXZlcmVkLTAtMTIzNDU2Nzg5" + kind + delivery),
            Optional.of(message + ".recvd-6f9f8d4b-abcde-1-6543210-" + delivery + ".0"));
    return switch (kind) {
      case 0 -> new ProviderEvent.Processed(origin);
      case 1 ->
          delivery % 50 == 0
              ? new ProviderEvent.Bounced(
                  origin, BounceClass.INVALID_ADDRESS, "5.1.1", "550 5.1.1 no such user here")
              : delivery % 50 == 1
                  ? new ProviderEvent.Blocked(
                      origin, BounceClass.TECHNICAL, "4.0.0", "421 try again later")
                  : new ProviderEvent.Delivered(
                      origin, "250 2.0.0 OK 1716500000 d9443c01a7336-1f3189d0e4bsi123456.111 - gsmtp");
      default ->
          new ProviderEvent.Opened(
              origin,
              delivery % 2 == 0,
              new ProviderEvent.Visit(
                  "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
                  "66.249.84.1"));
    };
  }

  private static void drain(App app, int workers, Path folder) throws Exception {
    AtomicLong events = new AtomicLong();
    List<long[]> marks = new ArrayList<>();
    long total;
    try (Connection connection = app.openedDatabase().connect();
        Statement sql = connection.createStatement();
        var rows = sql.executeQuery("select count(*) from webhook_post where state = 'received'")) {
      rows.next();
      total = rows.getLong(1);
    }
    boolean stats = !Optional.ofNullable(System.getenv("STATS")).orElse("").isEmpty();
    if (stats) {
      run(app, "create extension pg_stat_statements");
    }
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    WebhookProcessor processor = app.webhookProcessor();
                    while (true) {
                      Pass pass = processor.runOnce();
                      if (!pass.gotOn()) {
                        return;
                      }
                      synchronized (marks) {
                        marks.add(
                            new long[] {events.addAndGet(pass.events()), System.nanoTime() - start});
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long all = events.get();
    System.out.printf(
        "workers=%d posts=%d events=%d seconds=%.1f events/s=%.0f first tenth=%.0f last tenth=%.0f%n",
        workers, total, all, seconds, all / seconds, rate(marks, 0, all / 10), rate(marks, all - all / 10, all));
    long peak =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
            .map(pool -> pool.getCollectionUsage())
            .filter(usage -> usage != null)
            .mapToLong(MemoryUsage::getUsed)
            .sum();
    if (stats) {
      statements(app);
    }
    System.out.printf(
        "cpu s: mailctl=%.1f postgres=%.1f%n",
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime()
            / 1e9,
        serverSeconds(folder));
    System.out.printf(
        "heap max=%d MB, after last gc=%d MB%n",
        Runtime.getRuntime().maxMemory() >> 20, peak >> 20);
  }

  private static void run(App app, String statement) throws SQLException {
    try (Connection connection = app.openedDatabase().connect();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  private static void statements(App app) throws SQLException {
    try (Connection connection = app.openedDatabase().connect();
        Statement sql = connection.createStatement();
        var rows =
            sql.executeQuery(
                "select calls, total_exec_time::int ms, total_plan_time::int plan, rows, wal_bytes/1000000 wal,"
                    + " left(regexp_replace(query, '\\s+', ' ', 'g'), 110) q from pg_stat_statements"
                    + " order by total_exec_time desc limit 16")) {
      while (rows.next()) {
        System.out.printf(
            "%7d calls %7d ms plan %5d %9d rows %5d MB %s%n",
            rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5), rows.getString(6));
      }
    }
  }

  /// Of all processes of the server since it started.
  private static double serverSeconds(Path folder) throws java.io.IOException {
    String server =
        java.nio.file.Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst();
    long ticks = 0;
    try (var processes = java.nio.file.Files.list(Path.of("/proc"))) {
      for (Path process : processes.filter(each -> each.getFileName().toString().matches("\\d+")).toList()) {
        String stat;
        try {
          stat = java.nio.file.Files.readString(process.resolve("stat"));
        } catch (java.io.IOException e) {
          continue;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        if (process.getFileName().toString().equals(server)) {
          ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
          ticks += Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
        } else if (fields[1].equals(server)) {
          ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
      }
    }
    return ticks / 100.0;
  }

  private static double rate(List<long[]> marks, long from, long to) {
    long start = 0;
    long startEvents = 0;
    for (long[] mark : marks) {
      if (mark[0] <= from) {
        startEvents = mark[0];
        start = mark[1];
      }
      if (mark[0] >= to) {
        return (mark[0] - startEvents) * 1e9 / (mark[1] - start);
      }
    }
    return 0;
  }
}
