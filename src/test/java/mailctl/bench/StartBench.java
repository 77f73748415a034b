package mailctl.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// How long a person waits: commands from their start to their end, as the launcher starts them.
final class StartBench implements Bench {
  private static final int RUNS = 20;
  private static final int QUICK_RUNS = 5;
  private static final int IDLE_MS = 10_000;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String summary() {
    return "the time of --help, of inspect, until serve is ready; its memory when idle\n"
        + "             [--launcher target/package/mailctl-0.1.0-linux-x86_64/bin/mailctl]";
  }

  @Override
  public Figures measure(BenchRun run) throws Exception {
    String launcher = option(run, "--launcher").orElse("scripts/mailctl");
    Figures figures = new Figures();
    CommandTimer timer = new CommandTimer(run.folder(), run.quick() ? QUICK_RUNS : RUNS);
    BenchDatabase database = run.house().add(BenchDatabase.start(run.folder()));
    run.progress().say("%s", Machine.describe(database, "what it takes"));
    Map<String, String> embedded =
        Map.of("MAILCTL_STATE_DIR", database.stateDirectory().toString());
    String url = url(database);
    Map<String, String> external =
        Map.of("DATABASE_URL", url, "MAILCTL_STATE_DIR", run.folder().resolve("other").toString());
    populate(timer, launcher, embedded);

    double jvm = timer.median(Map.of(), List.of(java(), "-version"));
    figures.add(Figure.of("floor.java_version", jvm, "ms"));
    double query = timer.median(Map.of(), oneQuery(database));
    figures.add(Figure.of("floor.jvm_one_query", query, "ms"));
    OptionalDouble psql = psql(timer, url);
    psql.ifPresent(millis -> figures.add(Figure.of("floor.psql", millis, "ms")));
    run.progress().say("floors: JVM %.0f ms, JVM with one query %.0f ms", jvm, query);

    command(figures, timer, run, "help", jvm, Map.of(), launcher, "--help");
    command(figures, timer, run, "version", jvm, Map.of(), launcher, "--version");
    command(figures, timer, run, "help_send", jvm, Map.of(), launcher, "send", "--help");
    String[] inspect = {launcher, "inspect", "delivery", "1"};
    command(figures, timer, run, "inspect_on_server", query, external, inspect);
    command(figures, timer, run, "inspect_embedded", query, embedded, inspect);
    serve(figures, timer, run, launcher, embedded);
    return figures;
  }

  private static void command(
      Figures figures,
      CommandTimer timer,
      BenchRun run,
      String name,
      double floor,
      Map<String, String> environment,
      String... command)
      throws Exception {
    double millis = timer.median(environment, List.of(command));
    figures.add(Figure.of("start." + name, millis, "ms").beside(floor));
    run.progress().say("%s: %.0f ms", String.join(" ", command), millis);
  }

  /// From the start of the process until it says that it takes posts.
  private static void serve(
      Figures figures,
      CommandTimer timer,
      BenchRun run,
      String launcher,
      Map<String, String> environment)
      throws Exception {
    List<String> command =
        List.of(
            launcher,
            "serve",
            "--port=0",
            "--admin-port=0",
            "--set=public.host=127.0.0.1",
            "--set=webhook.verify=off");
    List<Double> ready = new ArrayList<>();
    for (int i = 0; i < (run.quick() ? 3 : 7); i++) {
      long start = System.nanoTime();
      Process process = CommandTimer.start(run.folder(), environment, command).start();
      AutoCloseable ending = run.house().add(() -> process.destroyForcibly().onExit().join());
      awaitReady(process);
      ready.add((System.nanoTime() - start) / 1e6);
      if (i == 0) {
        Thread.sleep(IDLE_MS);
        Memory.resident(process.pid())
            .ifPresent(mb -> figures.add(Figure.of("serve.idle.resident", mb, "MB")));
      }
      process.destroy();
      process.onExit().join();
      run.house().end(ending);
    }
    ready.sort(null);
    figures.add(Figure.of("serve.ready", ready.get(ready.size() / 2), "ms"));
  }

  private static void awaitReady(Process process) throws IOException {
    List<String> said = new ArrayList<>();
    BufferedReader lines = process.errorReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.add(line);
      if (line.contains("for webhook posts")) {
        // What it says from now on fits into the pipe.
        return;
      }
    }
    throw new IllegalStateException("serve ended:\n" + String.join("\n", said));
  }

  /// A delivery to look at: planned, and not sent, as nobody answers.
  private static void populate(CommandTimer timer, String launcher, Map<String, String> embedded)
      throws Exception {
    timer.once(embedded, List.of(launcher, "import", "sample:market.yaml"));
    timer.once(
        embedded,
        List.of(launcher, "import", "sample:vendors.csv", "--event", "winter-night-market"));
    try {
      timer.once(
          embedded,
          List.of(
              launcher,
              "send",
              "--id=1",
              "--set=sendgrid.api-key=none",
              "--set=send.max-wait=1ms",
              "--set=sendgrid.url=http://127.0.0.1:9"));
    } catch (IllegalStateException e) {
      // It planned, and that is all that is needed.
    }
  }

  /// With the driver's jar alone on the class path.
  private static List<String> oneQuery(BenchDatabase database) throws Exception {
    String driver =
        Path.of(
                org.postgresql.Driver.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI())
            .toString();
    return List.of(
        java(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        driver + ":target/test-classes",
        OneQueryMain.class.getName(),
        jdbcUrl(database));
  }

  private static OptionalDouble psql(CommandTimer timer, String url) throws Exception {
    try {
      return OptionalDouble.of(
          timer.median(Map.of(), List.of("psql", "-X", "-d", url, "-c", "select 1")));
    } catch (IOException e) {
      // psql is not installed.
      return OptionalDouble.empty();
    }
  }

  private static String jdbcUrl(BenchDatabase database) throws Exception {
    try (Connection connection = database.connect()) {
      String plain = connection.getMetaData().getURL().replaceFirst("\\?.*", "");
      return plain + "?sslmode=disable&user=mailctl&password=" + password(database);
    }
  }

  private static String url(BenchDatabase database) throws Exception {
    String place =
        jdbcUrl(database).replaceFirst("^jdbc:postgresql://", "").replaceFirst("\\?.*", "");
    return "postgresql://mailctl:" + password(database) + "@" + place + "?sslmode=disable";
  }

  private static String password(BenchDatabase database) throws IOException {
    return Files.readString(database.stateDirectory().resolve("password")).strip();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Optional<String> option(BenchRun run, String name) {
    int at = run.options().indexOf(name);
    return at >= 0 && at + 1 < run.options().size()
        ? Optional.of(run.options().get(at + 1))
        : Optional.empty();
  }
}
