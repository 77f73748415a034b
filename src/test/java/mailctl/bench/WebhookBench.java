package mailctl.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailctl.sendgrid.SendGridSigner;

/// Receiving and processing of webhook posts. `--only accept`, `--only serve` and `--only process`
/// run a part of it.
final class WebhookBench implements Bench {
  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public String summary() {
    return "posts accepted per second and their latency, events processed per second, memory\n"
        + "             [--only accept|serve|process] [--events 1,100] [--connections 8,32]\n"
        + "             [--traffic sequential|random|mixed]";
  }

  @Override
  public Figures measure(BenchRun run) throws Exception {
    Optional<String> traffic = option(run, "--traffic");
    WebhookSizes sizes =
        (run.quick() ? WebhookSizes.quick() : WebhookSizes.full())
            .only(drain -> traffic.map(drain.traffic().word()::equals).orElse(true));
    return measure(
        run,
        sizes.with(
            numbers(run, "--events").orElse(sizes.events()),
            numbers(run, "--connections").orElse(sizes.connections())));
  }

  Figures measure(BenchRun run, WebhookSizes sizes) throws Exception {
    String only = only(run);
    Figures figures = new Figures();
    BenchDatabase database = run.house().add(BenchDatabase.start(run.folder()));
    run.progress().say("%s", Machine.describe(database, JvmProcess.HEAP));
    SendGridSigner signer = SendGridSigner.generate();
    Path config = BenchSettings.write(run.folder(), database, signer.publicKey());
    Reports reports =
        new Reports(
            database.text("select id from installation"),
            sizes.deliveries(),
            Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS));
    Population population = new Population(database, sizes.deliveries());
    if (only.isEmpty() || only.equals("accept")) {
      new AcceptBench(run, database, sizes, reports, signer, figures).measure(config.toString());
    }
    if (sizes.serveEvents() > 0 && (only.isEmpty() || only.equals("serve"))) {
      population.create();
      new ServeBench(run, database, reports, signer, figures).measure(config, sizes.serveEvents());
    }
    if (only.isEmpty() || only.equals("process")) {
      new ProcessBench(run, database, sizes, reports, population, figures)
          .measure(config.toString());
    }
    return figures;
  }

  private static String only(BenchRun run) {
    return option(run, "--only").orElse("");
  }

  private static Optional<List<Integer>> numbers(BenchRun run, String name) {
    return option(run, name)
        .map(text -> Stream.of(text.split(",")).map(String::strip).map(Integer::valueOf).toList());
  }

  private static Optional<String> option(BenchRun run, String name) {
    int at = run.options().indexOf(name);
    return at >= 0 && at + 1 < run.options().size()
        ? Optional.of(run.options().get(at + 1))
        : Optional.empty();
  }
}
