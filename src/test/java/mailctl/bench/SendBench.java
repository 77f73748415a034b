package mailctl.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/// Planning an audience and sending to it, against a provider that takes its time. The floor makes
/// the same calls and writes as many rows, as wide and with the same indexes, in three transactions
/// around each call, and thinks nothing. Ours share transactions when requests are small, so that
/// they may even come out ahead.
final class SendBench implements Bench {
  @Override
  public String name() {
    return "send";
  }

  @Override
  public String summary() {
    return "recipients planned and sent to per second, against a provider of 0, 50 and 200 ms\n"
        + "             [--only 50_ms.batch_1000,0_ms.batch_1] [--recipients 1000000]\n"
        + "             [--one-by-one 20000]";
  }

  @Override
  public Figures measure(BenchRun run) throws Exception {
    SendSizes sizes = run.quick() ? SendSizes.quick() : SendSizes.full();
    List<String> only =
        option(run, "--only").map(words -> List.of(words.split(","))).orElse(List.of());
    return measure(
        run,
        sizes
            .with(
                option(run, "--recipients").map(Integer::valueOf).orElse(sizes.recipients()),
                option(run, "--one-by-one").map(Integer::valueOf).orElse(sizes.oneByOne()))
            .only(calls -> only.isEmpty() || only.contains(calls.word())));
  }

  private static Optional<String> option(BenchRun run, String name) {
    int at = run.options().indexOf(name);
    return at >= 0 && at + 1 < run.options().size()
        ? Optional.of(run.options().get(at + 1))
        : Optional.empty();
  }

  Figures measure(BenchRun run, SendSizes sizes) throws Exception {
    Figures figures = new Figures();
    BenchDatabase database = run.house().add(BenchDatabase.start(run.folder()));
    run.progress().say("%s", Machine.describe(database, JvmProcess.HEAP));
    SendPopulation population = new SendPopulation(database);
    population.create(sizes.recipients(), sizes.oneByOne());
    boolean planned = false;
    for (SendSizes.Calls calls : sizes.calls()) {
      boolean large = calls.batch() > 1;
      int recipients = large ? sizes.recipients() : sizes.oneByOne();
      Measured floor = floor(run, database, calls, recipients);
      Measured ours = send(run, database, population, calls, large);
      String name = "send." + calls.word();
      if (large && !planned) {
        figures.add(Figure.of("plan.seconds", ours.planSeconds(), "s"));
        figures.add(Figure.of("plan.recipients", recipients / ours.planSeconds(), "recipients/s"));
        figures.add(Figure.of("plan.heap_peak", ours.planHeap(), "MB"));
        planned = true;
      }
      figures.add(
          Figure.of(name, recipients / ours.sendSeconds(), "recipients/s")
              .beside(recipients / floor.sendSeconds()));
      run.progress()
          .say(
              "%d ms a call, %d in each, %d at a time: %,.0f recipients/s (floor %,.0f)",
              calls.delayMs(),
              calls.batch(),
              calls.concurrency(),
              recipients / ours.sendSeconds(),
              recipients / floor.sendSeconds());
    }
    return figures;
  }

  private record Measured(double planSeconds, double planHeap, double sendSeconds) {}

  private static Measured send(
      BenchRun run,
      BenchDatabase database,
      SendPopulation population,
      SendSizes.Calls calls,
      boolean large)
      throws Exception {
    population.forgetSending();
    long email = population.dueEmail(large);
    JvmProcess stub = stub(run, calls);
    Path config = config(run, database, calls, stubUrl(stub));
    JvmProcess process =
        run.house()
            .add(
                JvmProcess.start(
                    run.folder(),
                    SendMain.class.getName(),
                    config.toString(),
                    String.valueOf(email)));
    Matcher plan = process.await("^planned (\\d+) nanos (\\d+) heap_mb (\\d+)$");
    database.run("checkpoint");
    process.tell("go");
    Matcher sent = process.await("^sent (\\d+) nanos (\\d+)$");
    run.house().end(process);
    run.house().end(stub);
    if (!plan.group(1).equals(sent.group(1))) {
      throw new IllegalStateException(
          "planned %s and sent %s".formatted(plan.group(1), sent.group(1)));
    }
    return new Measured(
        Long.parseLong(plan.group(2)) / 1e9,
        Double.parseDouble(plan.group(3)),
        Long.parseLong(sent.group(2)) / 1e9);
  }

  private static Measured floor(
      BenchRun run, BenchDatabase database, SendSizes.Calls calls, int recipients)
      throws Exception {
    JvmProcess stub = stub(run, calls);
    String url = stubUrl(stub);
    Path config = config(run, database, calls, url);
    JvmProcess process =
        run.house()
            .add(
                JvmProcess.start(
                    run.folder(),
                    SendFloorMain.class.getName(),
                    config.toString(),
                    url,
                    String.valueOf(recipients),
                    String.valueOf(calls.batch()),
                    String.valueOf(calls.concurrency())));
    process.await("^ready$");
    database.run("checkpoint");
    process.tell("go");
    Matcher sent = process.await("^sent (\\d+) nanos (\\d+)$");
    run.house().end(process);
    run.house().end(stub);
    return new Measured(0, 0, Long.parseLong(sent.group(2)) / 1e9);
  }

  private static JvmProcess stub(BenchRun run, SendSizes.Calls calls) throws IOException {
    return run.house()
        .add(
            JvmProcess.start(
                run.folder(), SendStubMain.class.getName(), String.valueOf(calls.delayMs())));
  }

  private static String stubUrl(JvmProcess stub) throws InterruptedException {
    return stub.await("^listening on (http://\\S+)$").group(1);
  }

  private static Path config(
      BenchRun run, BenchDatabase database, SendSizes.Calls calls, String url) throws IOException {
    return Files.writeString(
        run.folder().resolve("send.yaml"),
        """
        state.dir: "%s"
        sendgrid.url: "%s"
        sendgrid.api-key: SG.bench
        send.batch-size: %d
        send.concurrency: %d
        """
            .formatted(database.stateDirectory(), url, calls.batch(), calls.concurrency()));
  }
}
