package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import mailctl.app.SettingsReader;
import mailctl.app.Substitutes;
import mailctl.delivery.RunProgress;
import mailctl.log.LogPlan;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private static final Terminal.Facts PERSON = Terminal.Facts.person(80);
  private static final Map<String, String> PLAIN = Map.of("NO_COLOR", "1");
  private static final Consumer<JsonObject> EMAIL_42 = json -> json.id("scheduled_email_id", 42);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final GlobalOptions options = new GlobalOptions();
  private final AtomicLong nanos = new AtomicLong(-5);
  private final AtomicReference<RunProgress> counts =
      new AtomicReference<>(new RunProgress(1000, 0, 0, 1000));

  @Test
  void a_person_sees_a_bar_that_is_drawn_over_and_is_gone_in_the_end() {
    ProgressOutput output = output(PERSON, PLAIN, false);
    ProgressTicker ticker = ticker(output);

    ticker.tick();
    later(Duration.ofSeconds(4), new RunProgress(1000, 2, 1, 600));
    ticker.tick();
    output.end();

    String first = "[------------------------------] 0 of 1,000 sent (0 %), 0/s";
    String second =
        "[########------------] 397 of 1,000 sent (40 %), 100/s, 6 s left, failed 2, in doubt 1";
    assertThat(printed(err))
        .isEqualTo(
            "\r" + first + "\r" + cut(second) + "\r" + " ".repeat(cut(second).length()) + "\r");
    assertThat(printed(out)).isEmpty();
    assertThat(output.every()).isEqualTo(Duration.ofMillis(250));
  }

  /// What does not fit beside the words is left out of the bar.
  private static String cut(String line) {
    String words = line.substring(line.indexOf(']') + 2);
    int room = Math.min(30, 79 - words.length() - 3);
    int full = room * 40 / 100;
    return room < 5 ? words : "[" + "#".repeat(full) + "-".repeat(room - full) + "] " + words;
  }

  @Test
  void the_bar_is_coloured_where_colour_is_wanted_and_never_wider_than_the_window() {
    ProgressOutput output = output(Terminal.Facts.person(70), Map.of(), false);

    later(Duration.ZERO, new RunProgress(10, 0, 0, 5));
    ticker(output).tick();
    assertThat(printed(err)).contains("\u001b[32m");

    err.reset();
    ticker(output(Terminal.Facts.person(20), PLAIN, false)).tick();
    assertThat(printed(err)).isEqualTo("\r5 of 10 sent (50 %)");
  }

  @Test
  void each_stream_decides_for_itself() {
    assertThat(output(new Terminal.Facts(false, false, true, 80), PLAIN, false))
        .isInstanceOf(ProgressOutput.Bar.class);
    assertThat(output(new Terminal.Facts(true, true, false, 80), PLAIN, false))
        .isInstanceOf(ProgressOutput.Log.class);
    assertThat(output(PERSON, Map.of("TERM", "dumb"), false))
        .isInstanceOf(ProgressOutput.Log.class);
  }

  @Test
  void elsewhere_it_is_a_line_every_30_seconds_without_carriage_returns() {
    ProgressOutput output = output(Terminal.Facts.pipes(), Map.of(), false);
    ProgressTicker ticker = ticker(output);

    ticker.tick();
    later(Duration.ofSeconds(30), new RunProgress(1000, 0, 3, 400));
    ticker.tick();
    output.end();

    assertThat(output.first()).isEqualTo(Duration.ofSeconds(30));
    assertThat(output.every()).isEqualTo(Duration.ofSeconds(30));
    assertThat(printed(err))
        .isEqualTo(
            """
            0 of 1,000 sent (0 %), 0/s
            597 of 1,000 sent (60 %), 20/s, 20 s left, in doubt 3
            """);
  }

  @Test
  void with_json_it_is_one_object_a_second_on_stdout() {
    options.json = true;
    ProgressOutput output = output(PERSON, Map.of(), true);
    ProgressTicker ticker = ticker(output);

    ticker.tick();
    later(Duration.ofSeconds(1), new RunProgress(1000, 2, 1, 600));
    ticker.tick();
    output.end();

    assertThat(output.every()).isEqualTo(Duration.ofSeconds(1));
    assertThat(printed(out))
        .isEqualTo(
            """
            {"type":"progress","scheduled_email_id":"42","total":1000,"sent":0,"failed":0,\
            "in_doubt":0,"left":1000,"per_second":0}
            {"type":"progress","scheduled_email_id":"42","total":1000,"sent":397,"failed":2,\
            "in_doubt":1,"left":600,"per_second":400,"remaining_ms":1500}
            """);
    assertThat(printed(err)).isEmpty();
  }

  @Test
  void json_alone_and_quiet_show_nothing() {
    options.json = true;
    assertThat(output(PERSON, PLAIN, false)).isInstanceOf(ProgressOutput.None.class);
    options.json = false;
    options.quiet = true;
    assertThat(output(PERSON, PLAIN, true)).isInstanceOf(ProgressOutput.None.class);
  }

  @Test
  void the_rate_is_that_of_the_last_ten_seconds() {
    RunState.Rate rate = new RunState.Rate();
    rate.at(0, new RunProgress(10_000, 0, 0, 10_000));
    long second = Duration.ofSeconds(1).toNanos();
    rate.at(60 * second, new RunProgress(10_000, 0, 0, 4_000));

    RunState state = rate.at(70 * second, new RunProgress(10_000, 0, 0, 3_900));

    assertThat(state.perSecond()).isEqualTo(10);
    assertThat(state.remaining()).contains(Duration.ofSeconds(390));
  }

  @Test
  void counts_that_cannot_be_had_stop_nothing() {
    ProgressTicker ticker =
        new ProgressTicker(
            output(PERSON, PLAIN, false),
            () -> {
              throw new IllegalStateException("the database is away");
            },
            nanos::get);

    ticker.tick();

    assertThat(printed(err)).isEmpty();
  }

  private void later(Duration time, RunProgress progress) {
    nanos.addAndGet(time.toNanos());
    counts.set(progress);
  }

  private ProgressTicker ticker(ProgressOutput output) {
    return new ProgressTicker(output, counts::get, nanos::get);
  }

  private ProgressOutput output(
      Terminal.Facts facts, Map<String, String> environment, boolean asked) {
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            facts,
            environment);
    Session session =
        new Session(
            terminal,
            options,
            new SettingsReader(Map.of(), java.nio.file.Path.of("/nonexistent/config.yaml")),
            Substitutes.none(),
            new Silence());
    return ProgressOutput.of(session, asked, EMAIL_42);
  }

  private static String printed(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  private static final class Silence implements LogLevels {
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
