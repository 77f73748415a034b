package mailctl.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import mailctl.sendgrid.SendGridSigner;

/// Accepting alone, for each size of post and number of connections, with the floors of each right
/// beside it. Nothing is processed meanwhile, and the inbox is emptied in between.
final class AcceptBench {
  private static final String LISTENING = "listening on http://127.0.0.1:(\\d+) ";

  /// Enough different posts that no cache helps, and no more than can be signed in a moment.
  private static final int POOL_EVENTS = 20_000;

  private static final int POOL_POSTS = 500;

  /// The first seconds of a JVM say nothing about a daemon.
  private static final int WARM_UPS = 12;

  private final BenchRun run;
  private final BenchDatabase database;
  private final WebhookSizes sizes;
  private final Reports reports;
  private final SendGridSigner signer;
  private final Figures figures;

  AcceptBench(
      BenchRun run,
      BenchDatabase database,
      WebhookSizes sizes,
      Reports reports,
      SendGridSigner signer,
      Figures figures) {
    this.run = run;
    this.database = database;
    this.sizes = sizes;
    this.reports = reports;
    this.signer = signer;
    this.figures = figures;
  }

  void measure(String configFile) throws Exception {
    JvmProcess accepting =
        run.house().add(JvmProcess.start(run.folder(), AcceptMain.class.getName(), configFile));
    JvmProcess discarding =
        run.house().add(JvmProcess.start(run.folder(), DiscardMain.class.getName()));
    int port = Integer.parseInt(accepting.await(LISTENING).group(1));
    int floorPort = Integer.parseInt(discarding.await(LISTENING).group(1));
    run.progress().say("accepting: serve without its processing, so that only accepting counts");
    warmUp(port, floorPort);
    for (int events : sizes.events()) {
      measure(events, port, floorPort);
    }
    add("accept.memory.resident_peak", Memory.residentPeak(accepting.pid()), "MB");
    add("accept.memory.live_heap", Memory.liveHeap(accepting.pid()), "MB");
    run.house().end(accepting);
    run.house().end(discarding);
  }

  private void warmUp(int port, int floorPort) throws Exception {
    SignedPosts posts = posts(10);
    int most = Collections.max(sizes.connections());
    for (int each : List.of(port, floorPort)) {
      new Load(HttpPoster.to(each, posts.requests()), most)
          .during(sizes.warmup(), sizes.warmup().multipliedBy(WARM_UPS));
    }
    new Load(InsertPoster.into(database, posts.bodies()), most)
        .during(sizes.warmup(), sizes.warmup());
  }

  private void measure(int events, int port, int floorPort) throws Exception {
    SignedPosts posts = posts(events);
    double copied =
        measure(CopyPoster.into(database, posts.bodies(), Instant.now()), 1).perSecond() * events;
    for (int connections : sizes.connections()) {
      Load.Result inserted = measure(InsertPoster.into(database, posts.bodies()), connections);
      Load.Result discarded = measure(HttpPoster.to(floorPort, posts.requests()), connections);
      Load.Result accepted = measure(HttpPoster.to(port, posts.requests()), connections);
      String name = "accept.%d_events.%d_connections.".formatted(events, connections);
      double perSecond = accepted.perSecond();
      figures.add(Figure.of(name + "posts", perSecond, "posts/s").beside(inserted.perSecond()));
      figures.add(
          Figure.of(name + "posts_beside_discarding", perSecond, "posts/s")
              .beside(discarded.perSecond()));
      figures.add(
          Figure.of(name + "events_beside_copy", perSecond * events, "events/s").beside(copied));
      figures.add(Figure.of(name + "p50", accepted.millis(0.5), "ms").beside(inserted.millis(0.5)));
      figures.add(
          Figure.of(name + "p99", accepted.millis(0.99), "ms").beside(inserted.millis(0.99)));
      figures.add(Figure.of(name + "refused", accepted.refused(), "posts"));
      run.progress()
          .say(
              "%,d events, %d connections: %,.0f posts/s, p99 %.1f ms (inserts %,.0f, discarding %,.0f)",
              events,
              connections,
              perSecond,
              accepted.millis(0.99),
              inserted.perSecond(),
              discarded.perSecond());
    }
  }

  /// From the same start each time.
  private Load.Result measure(Poster.Target target, int connections) throws Exception {
    Load.Result result = new Load(target, connections).during(sizes.warmup(), sizes.time());
    database.run("truncate webhook_post cascade", "checkpoint");
    return result;
  }

  private SignedPosts posts(int events) {
    int count = Math.clamp(POOL_EVENTS / events, 1, POOL_POSTS);
    List<Traffic.Item> items = new ArrayList<>();
    Random random = new Random(events);
    for (int i = 0; i < count * events; i++) {
      items.add(
          new Traffic.Item(
              Reports.Type.values()[random.nextInt(2)], 1 + random.nextInt(sizes.deliveries())));
    }
    return SignedPosts.of(
        new Backlog(database, reports, events).bodies(items), signer, Instant.now());
  }

  private void add(String name, OptionalDouble value, String unit) {
    value.ifPresent(it -> figures.add(Figure.of(name, it, unit)));
  }
}
