package mailctl.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import mailctl.sendgrid.SendGridSigner;

/// Proving the whole ledger, in a JVM so small that it ends when anything grows with the number of
/// deliveries.
final class VerifyBench implements Bench {
  private static final int FULL = 1_000_000;
  private static final int QUICK = 200_000;
  private static final int EVENTS_PER_POST = 500;
  private static final String HEAP = "64m";

  @Override
  public String name() {
    return "verify";
  }

  @Override
  public String summary() {
    return "deliveries verified per second, with as many provider events, in a heap of 64 MB\n"
        + "             [--deliveries 1000000]";
  }

  @Override
  public Figures measure(BenchRun run) throws Exception {
    int at = run.options().indexOf("--deliveries");
    int deliveries =
        at >= 0 && at + 1 < run.options().size()
            ? Integer.parseInt(run.options().get(at + 1))
            : run.quick() ? QUICK : FULL;
    return measure(run, deliveries);
  }

  Figures measure(BenchRun run, int deliveries) throws Exception {
    BenchDatabase database = run.house().add(BenchDatabase.start(run.folder()));
    run.progress().say("%s", Machine.describe(database, HEAP));
    String config =
        BenchSettings.write(run.folder(), database, SendGridSigner.generate().publicKey())
            .toString();
    fill(run, database, config, deliveries);
    JvmProcess process =
        run.house()
            .add(JvmProcess.startSmall(run.folder(), HEAP, VerifyMain.class.getName(), config));
    Matcher said = process.await("^verified (\\d+) nanos (\\d+) heap_mb (\\d+) broken (\\d+)$");
    run.house().end(process);
    if (!said.group(1).equals(String.valueOf(deliveries)) || !said.group(4).equals("0")) {
      throw new IllegalStateException(
          "of %,d deliveries: %s%n%s".formatted(deliveries, said.group(), process.said()));
    }
    double seconds = Long.parseLong(said.group(2)) / 1e9;
    Figures figures = new Figures();
    figures.add(Figure.of("verify.seconds", seconds, "s"));
    figures.add(Figure.of("verify.deliveries", deliveries / seconds, "deliveries/s"));
    figures.add(Figure.of("verify.heap_peak", Double.parseDouble(said.group(3)), "MB"));
    return figures;
  }

  /// Sent mail, and what SendGrid had to say about it.
  private static void fill(BenchRun run, BenchDatabase database, String config, int deliveries)
      throws Exception {
    new Population(database, deliveries).create();
    database.run(
        """
        update scheduled_email s set planned_recipients = d.deliveries
        from (select scheduled_email_id as id, count(*) as deliveries from delivery group by 1) d
        where d.id = s.id
        """,
        """
        update submission set claimed_at = d.at, called_at = d.at, settled_at = d.at
        from (select min(status_at) as at from delivery) d
        """);
    Reports reports =
        new Reports(
            database.text("select id from installation"),
            deliveries,
            Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS));
    new Backlog(database, reports, EVENTS_PER_POST)
        .store(Traffic.MIXED.items(1, deliveries, deliveries));
    JvmProcess process =
        run.house().add(JvmProcess.start(run.folder(), DrainMain.class.getName(), config, "2"));
    process.await("^ready$");
    DrainRun drained = DrainRun.of(process);
    run.house().end(process);
    run.progress().say("%,d deliveries and %,d events", deliveries, drained.events());
    database.run("vacuum analyze", "checkpoint");
  }
}
