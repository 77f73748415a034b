package mailctl.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// Draining a backlog into tables full of deliveries, in a JVM of its own.
final class ProcessBench {
  /// A daemon runs for weeks: what its first seconds cost is not the question.
  private static final int WARM_UP_SHARE = 5;

  /// A quick run begins nothing more after that: on a busy machine it measures less.
  private static final double QUICK_BUDGET_S = 190;

  private record Floor(Traffic traffic, int connections) {}

  private final BenchRun run;
  private final BenchDatabase database;
  private final WebhookSizes sizes;
  private final Reports reports;
  private final Population population;
  private final Figures figures;
  private final Map<Floor, Double> floors = new HashMap<>();

  ProcessBench(
      BenchRun run,
      BenchDatabase database,
      WebhookSizes sizes,
      Reports reports,
      Population population,
      Figures figures) {
    this.run = run;
    this.database = database;
    this.sizes = sizes;
    this.reports = reports;
    this.population = population;
    this.figures = figures;
  }

  void measure(String configFile) throws Exception {
    run.progress()
        .say(
            "processing: %,d events, %,d deliveries in the tables",
            sizes.deliveries(), sizes.deliveries());
    for (WebhookSizes.Drain drain : sizes.drains()) {
      if (run.quick() && run.progress().seconds() > QUICK_BUDGET_S) {
        run.progress().say("left out, as this machine is too busy: %s", drain);
      } else {
        measure(configFile, drain);
      }
    }
  }

  private void measure(String configFile, WebhookSizes.Drain drain) throws Exception {
    double floor = floor(drain);
    population.create();
    int reserved = sizes.deliveries() / WARM_UP_SHARE;
    List<Traffic.Item> items =
        drain.traffic().items(reserved + 1, sizes.deliveries(), sizes.deliveries());
    Backlog backlog = new Backlog(database, reports, drain.eventsPerPost());
    JvmProcess process =
        run.house()
            .add(
                JvmProcess.start(
                    run.folder(),
                    DrainMain.class.getName(),
                    configFile,
                    String.valueOf(drain.workers())));
    process.await("^ready$");
    backlog.store(drain.traffic().items(1, reserved, reserved));
    DrainRun.of(process);
    backlog.store(items);
    database.run("checkpoint");
    OptionalDouble residentBefore = Memory.resident(process.pid());
    OptionalDouble heapBefore = Memory.liveHeap(process.pid());
    DrainRun drained = DrainRun.of(process);
    if (drained.applied() != items.size()) {
      throw new IllegalStateException(
          "of %,d events %,d were applied".formatted(items.size(), drained.applied()));
    }
    String name =
        "process.%s.%d_%s."
            .formatted(
                drain.traffic().word(),
                drain.workers(),
                drain.workers() == 1 ? "worker" : "workers");
    figures.add(Figure.of(name + "events", drained.perSecond(), "events/s").beside(floor));
    figures.add(
        Figure.of(name + "last_tenth", drained.perSecondInTenth(10), "events/s")
            .beside(drained.perSecondInTenth(1)));
    add(name + "live_heap", Memory.liveHeap(process.pid()), heapBefore);
    add(name + "resident_peak", Memory.residentPeak(process.pid()), residentBefore);
    run.house().end(process);
    run.progress()
        .say(
            "%s, %d at a time: %,.0f events/s (floor %,.0f)",
            drain.traffic().word(), drain.workers(), drained.perSecond(), floor);
  }

  /// At the end, beside the start.
  private void add(String name, OptionalDouble end, OptionalDouble start) {
    if (end.isPresent() && start.isPresent()) {
      figures.add(Figure.of(name, end.getAsDouble(), "MB").beside(start.getAsDouble()));
    }
  }

  /// Measured once for each order and number of connections; leaves the tables to be made anew.
  private double floor(WebhookSizes.Drain drain) throws Exception {
    Floor key =
        new Floor(
            drain.traffic() == Traffic.RANDOM ? Traffic.RANDOM : Traffic.SEQUENTIAL,
            drain.workers());
    Double known = floors.get(key);
    if (known != null) {
      return known;
    }
    population.create();
    List<Traffic.Item> items =
        key.traffic()
            .items(1, sizes.deliveries(), sizes.deliveries())
            .subList(0, sizes.floorEvents());
    int batches = Math.ceilDiv(items.size(), ApplyFloor.BATCH);
    double measured =
        new Load(ApplyFloor.into(database, items, sizes.deliveries()), key.connections())
            .once(batches)
            .perSecond();
    floors.put(key, measured);
    return measured;
  }
}
