package mailctl.torture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mailctl.sandbox.Sandbox;

/// After the torture: nothing fails any more, what was paused goes on, what was lost is brought,
/// and everything comes to its end.
final class Peace {
  private static final long PATIENCE_MIN = 5;
  private static final long START_PATIENCE_S = 90;

  private static final String OPEN =
      """
      select what, n from (values
        ('deliveries', (select count(*) from delivery
          where status in ('queued', 'sending', 'retrying', 'deferred', 'sent'))),
        ('submissions', (select count(*) from submission where state in ('claimed', 'calling'))),
        ('emails', (select count(*) from scheduled_email where status not in ('sent', 'failed'))),
        ('posts', (select count(*) from webhook_post where state = 'received')))
        as open (what, n) where n > 0
      """;

  private final Launcher launcher;
  private final Books books;
  private final Sandbox sandbox;
  private final Postman postman;
  private final Tally tally;
  private final Map<String, String> serving;

  Peace(
      Launcher launcher,
      Books books,
      Sandbox sandbox,
      Postman postman,
      Tally tally,
      Map<String, String> serving) {
    this.launcher = launcher;
    this.books = books;
    this.sandbox = sandbox;
    this.postman = postman;
    this.tally = tally;
    this.serving = serving;
  }

  void make() throws IOException, InterruptedException, SQLException {
    postman.becomeHonest();
    resumeAll();
    try (Victim serve = launcher.start(serving, List.of("serve"))) {
      awaitListener(Integer.parseInt(serving.getOrDefault("public.port", "0")), serve);
      awaitTheEnd(serve);
      int code = serve.stop();
      if (code != 0) {
        tally.complain("ended with " + code + " after SIGTERM: " + serve.said());
      }
      tally.errors(serve);
    }
    launcher.mustRun("sweep");
  }

  private void resumeAll() throws IOException, InterruptedException, SQLException {
    List<Long> paused =
        books.numbers("select id from scheduled_email where status = 'paused' order by id");
    if (!paused.isEmpty()) {
      List<String> words = new ArrayList<>(List.of("schedule", "resume"));
      paused.forEach(id -> words.add(id.toString()));
      launcher.mustRun(words.toArray(new String[0]));
    }
  }

  private void awaitTheEnd(Victim serve) throws IOException, InterruptedException, SQLException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MIN);
    while (true) {
      sandbox.flush();
      int lost = postman.bringTheLost();
      Map<String, Integer> open = books.counts(OPEN);
      int waiting = sandbox.waiting() + lost;
      if (open.isEmpty() && waiting == 0) {
        return;
      }
      if (System.nanoTime() > deadline || !serve.isAlive()) {
        tally.complain(
            "never settled: " + open + ", events to report " + waiting + "\n" + serve.said());
        return;
      }
      launcher.run("sweep");
    }
  }

  /// Returns when somebody listens there.
  static void awaitListener(int port, Victim serve) throws InterruptedException {
    if (!listens(port, serve)) {
      throw new IllegalStateException("serve does not listen:\n" + serve.said());
    }
  }

  /// Whether somebody listens there before the process ends or patience does.
  static boolean listens(int port, Victim serve) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_PATIENCE_S);
    while (serve.isAlive() && System.nanoTime() < deadline) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return true;
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    return false;
  }
}
