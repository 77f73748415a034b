package mailctl.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import mailctl.sendgrid.SendGridSigner;

/// The whole `serve` taking posts and processing them at the same time: the rate at which it
/// accepts, and that at which all of it is done.
final class ServeBench {
  private static final int EVENTS = 100;
  private static final int CONNECTIONS = 8;
  private static final String NAME = "serve.100_events.8_connections.";

  private final BenchRun run;
  private final BenchDatabase database;
  private final Reports reports;
  private final SendGridSigner signer;
  private final Figures figures;

  ServeBench(
      BenchRun run,
      BenchDatabase database,
      Reports reports,
      SendGridSigner signer,
      Figures figures) {
    this.run = run;
    this.database = database;
    this.reports = reports;
    this.signer = signer;
    this.figures = figures;
  }

  void measure(Path configFile, int events) throws Exception {
    List<Traffic.Item> items = Traffic.RANDOM.items(1, reports.deliveries(), events);
    SignedPosts posts =
        SignedPosts.of(new Backlog(database, reports, EVENTS).bodies(items), signer, Instant.now());
    JvmProcess serve =
        run.house()
            .add(
                JvmProcess.start(
                    run.folder(), "mailctl.Main", "--config", configFile.toString(), "serve"));
    int port =
        Integer.parseInt(
            serve.await("listening on http://127.0.0.1:(\\d+) for webhook posts").group(1));
    run.progress().say("serving: %,d events accepted and processed at the same time", items.size());
    long start = System.nanoTime();
    Load.Result accepted =
        new Load(HttpPoster.to(port, posts.requests()), CONNECTIONS).once(posts.requests().size());
    awaitEmptyInbox();
    double seconds = (System.nanoTime() - start) / 1e9;
    figures.add(Figure.of(NAME + "accepted", accepted.perSecond() * EVENTS, "events/s"));
    figures.add(Figure.of(NAME + "p99", accepted.millis(0.99), "ms"));
    figures.add(Figure.of(NAME + "refused", accepted.refused(), "posts"));
    figures.add(Figure.of(NAME + "processed", items.size() / seconds, "events/s"));
    Memory.residentPeak(serve.pid())
        .ifPresent(peak -> figures.add(Figure.of("serve.memory.resident_peak", peak, "MB")));
    Memory.liveHeap(serve.pid())
        .ifPresent(heap -> figures.add(Figure.of("serve.memory.live_heap", heap, "MB")));
    run.house().end(serve);
  }

  private void awaitEmptyInbox() throws InterruptedException {
    String waiting = "select count(*) from webhook_post where state = 'received'";
    while (database.number(waiting) > 0) {
      Thread.sleep(50);
    }
  }
}
