package mailctl.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
        + "             [--only accept|serve|process]";
  }

  @Override
  public Figures measure(BenchRun run) throws Exception {
    return measure(run, run.quick() ? WebhookSizes.quick() : WebhookSizes.full());
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
    int at = run.options().indexOf("--only");
    return at >= 0 && at + 1 < run.options().size() ? run.options().get(at + 1) : "";
  }
}
