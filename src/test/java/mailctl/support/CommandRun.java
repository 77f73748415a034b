package mailctl.support;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import mailctl.app.SettingsReader;
import mailctl.app.Substitutes;
import mailctl.cli.LogLevels;
import mailctl.cli.Mailctl;
import mailctl.cli.Terminal;
import mailctl.cli.Termination;
import mailctl.log.LogPlan;
import mailctl.provider.MailProvider;

/// Runs command lines in this process, with streams, environment and settings of their own:
///
/// ```java
/// CommandRun.Result result = CommandRun.on(db).clock(clock).run("sweep", "--json");
/// assertThat(result).isEqualTo(new CommandRun.Result(0, "…", ""));
/// ```
public final class CommandRun {
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> settings = new HashMap<>();
  private Terminal.Facts facts = Terminal.Facts.pipes();
  private Substitutes substitutes = Substitutes.none();
  private Termination termination = Termination.never();
  private String stdin = "";

  private CommandRun() {
    environment.put("HOME", "/nonexistent");
  }

  /// What a command left; prints both streams when an assertion fails.
  public record Result(int exitCode, String stdout, String stderr) {
    @Override
    public String toString() {
      return "exit code " + exitCode + "\n--- stdout\n" + stdout + "--- stderr\n" + stderr;
    }
  }

  /// Without a database.
  public static CommandRun create() {
    return new CommandRun();
  }

  /// On a test's database.
  public static CommandRun on(TestDatabase db) {
    return create().set("database.url", db.jdbcUrl());
  }

  public CommandRun env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /// As `--set key=value`.
  public CommandRun set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /// Several, likewise.
  public CommandRun settings(Map<String, String> more) {
    settings.putAll(more);
    return this;
  }

  public CommandRun clock(InstantSource clock) {
    substitutes = substitutes.withClock(clock);
    return this;
  }

  /// Instead of SendGrid.
  public CommandRun provider(MailProvider provider) {
    substitutes = substitutes.withProvider(provider);
    return this;
  }

  public CommandRun substitutes(Substitutes substitutes) {
    this.substitutes = substitutes;
    return this;
  }

  /// How it is told to end.
  public CommandRun termination(Termination termination) {
    this.termination = termination;
    return this;
  }

  public CommandRun stdin(String text) {
    stdin = text;
    return this;
  }

  /// With a person at a window of that width; `stdin` is what they type.
  public CommandRun person(int width) {
    facts = Terminal.Facts.person(width);
    return this;
  }

  public CommandRun facts(Terminal.Facts facts) {
    this.facts = facts;
    return this;
  }

  public Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            facts,
            environment);
    SettingsReader reader = new SettingsReader(environment, Path.of("/nonexistent/config.yaml"));
    // Settings come first, so that a test's own --set wins.
    String[] all =
        Stream.concat(
                settings.entrySet().stream()
                    .map(entry -> "--set=" + entry.getKey() + "=" + entry.getValue()),
                Stream.of(args))
            .toArray(String[]::new);
    int exitCode =
        new Mailctl(terminal, reader, substitutes, new QuietLogs(), termination).run(all);
    return new Result(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// The test run's own logging stays as it is.
  private static final class QuietLogs implements LogLevels {
    @Override
    public void overABar() {}

    @Override
    public void verbose() {}

    @Override
    public void silent() {}

    @Override
    public void json() {}

    @Override
    public void apply(LogPlan plan) {}
  }
}
