package mailctl.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mailctl.app.SettingsReader;
import mailctl.app.Substitutes;
import mailctl.log.LogPlan;

/// A command that runs until it is stopped, in this process, with the signal in the test's hands.
final class RunningMailctl implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(180);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicReference<Thread> hook = new AtomicReference<>();
  private final CompletableFuture<Integer> halted = new CompletableFuture<>();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final List<LogPlan> plans = new CopyOnWriteArrayList<>();

  /// Settings as `--set`.
  static RunningMailctl start(Map<String, String> settings, String... args) {
    return start(Map.of(), settings, args);
  }

  /// In an environment of its own.
  static RunningMailctl start(
      Map<String, String> environment, Map<String, String> settings, String... args) {
    return start(Substitutes.none(), environment, settings, args);
  }

  static RunningMailctl start(
      Substitutes substitutes, Map<String, String> settings, String... args) {
    return start(substitutes, Map.of(), settings, args);
  }

  private static RunningMailctl start(
      Substitutes substitutes,
      Map<String, String> environment,
      Map<String, String> settings,
      String... args) {
    RunningMailctl running = new RunningMailctl();
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(running.out, true, StandardCharsets.UTF_8),
            new PrintStream(running.err, true, StandardCharsets.UTF_8),
            Terminal.Facts.pipes(),
            environment);
    Mailctl mailctl =
        new Mailctl(
            terminal,
            new SettingsReader(Map.of("HOME", "/nonexistent"), Path.of("/nonexistent/config.yaml")),
            substitutes,
            running.new NoLogs(),
            running::onSignal);
    String[] all =
        Stream.concat(
                settings.entrySet().stream()
                    .map(entry -> "--set=" + entry.getKey() + "=" + entry.getValue()),
                Stream.of(args))
            .toArray(String[]::new);
    Thread.ofPlatform().daemon().start(() -> running.exit.complete(mailctl.run(all)));
    return running;
  }

  private Termination.Registration onSignal(Function<IntConsumer, Thread> make) {
    hook.set(make.apply(halted::complete));
    return () -> {};
  }

  /// The port of a listener, once it says that it listens.
  int port(String purpose) {
    Pattern line = Pattern.compile("http://[^ ]*:(\\d+) (for|and) " + purpose);
    AtomicReference<String> port = new AtomicReference<>();
    boolean found =
        Patience.until(
            PATIENCE,
            () -> {
              Matcher matcher = line.matcher(stderr());
              if (matcher.find()) {
                port.set(matcher.group(1));
              }
              return port.get() != null || exit.isDone();
            });
    assertThat(found && port.get() != null).as(stderr()).isTrue();
    return Integer.parseInt(port.get());
  }

  /// How it was to log, one after the other.
  List<LogPlan> plans() {
    return List.copyOf(plans);
  }

  String stdout() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String stderr() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /// What the command came to by itself.
  int exitCode() {
    assertThat(Patience.until(PATIENCE, exit::isDone)).as(stderr()).isTrue();
    return exit.join();
  }

  /// As SIGTERM would; the status that the process would end with.
  int stop() {
    requireNonNull(hook.get()).start();
    assertThat(Patience.until(PATIENCE, halted::isDone)).as(stderr()).isTrue();
    return halted.join();
  }

  @Override
  public void close() {
    Thread thread = hook.get();
    if (thread != null && thread.getState() == Thread.State.NEW && !exit.isDone()) {
      stop();
    }
  }

  private final class NoLogs implements LogLevels {
    @Override
    public void overABar() {}

    @Override
    public void verbose() {}

    @Override
    public void silent() {}

    @Override
    public void json() {}

    @Override
    public void apply(LogPlan plan) {
      plans.add(plan);
    }
  }
}
