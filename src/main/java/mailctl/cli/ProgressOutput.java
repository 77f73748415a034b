package mailctl.cli;

import java.time.Duration;
import java.util.function.Consumer;
import mailctl.delivery.RunProgress;

/// How progress is shown: to a person who looks on, to whoever reads a log, or to a program.
sealed interface ProgressOutput {
  /// The time between two showings, and until the first.
  Duration every();

  /// What it waits for until it shows anything at all.
  Duration first();

  void show(RunState state);

  /// Before anything else is printed.
  void end();

  /// What fits the streams and the options; none with `--quiet`, nor with `--json` alone.
  ///
  /// @param asked `--progress` was given
  /// @param subject names what is being done, in JSON
  static ProgressOutput of(Session session, boolean asked, Consumer<JsonObject> subject) {
    if (session.quiet() || (session.json() && !asked)) {
      return new None();
    }
    if (session.json()) {
      return new Lines(session, subject);
    }
    if (!session.terminal().canRedraw()) {
      return new Log(session);
    }
    session.logs().overABar();
    return new Bar(session.terminal());
  }

  record None() implements ProgressOutput {
    @Override
    public Duration every() {
      return Duration.ofDays(1);
    }

    @Override
    public Duration first() {
      return every();
    }

    @Override
    public void show(RunState state) {}

    @Override
    public void end() {}
  }

  /// A line on stderr, now and then.
  record Log(Session session) implements ProgressOutput {
    @Override
    public Duration every() {
      return Duration.ofSeconds(30);
    }

    @Override
    public Duration first() {
      return every();
    }

    @Override
    public void show(RunState state) {
      session.say(state.words());
    }

    @Override
    public void end() {}
  }

  /// One JSON object on a line of stdout.
  record Lines(Session session, Consumer<JsonObject> subject) implements ProgressOutput {
    @Override
    public Duration every() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Duration first() {
      return every();
    }

    @Override
    public void show(RunState state) {
      RunProgress progress = state.progress();
      JsonObject json = Json.object().put("type", "progress");
      subject.accept(json);
      json.put("total", progress.total())
          .put("sent", progress.sent())
          .put("failed", progress.failed())
          .put("in_doubt", progress.inDoubt())
          .put("left", progress.left())
          .put("per_second", Math.round(state.perSecond()));
      state.remaining().ifPresent(time -> json.duration("remaining", time));
      session.terminal().out().println(json.line());
      session.terminal().out().flush();
    }

    @Override
    public void end() {}
  }

  /// A line of stderr that is drawn over and over, and is gone at the end.
  final class Bar implements ProgressOutput {
    private static final int MOST = 30;
    private static final int LEAST = 5;

    private final Terminal terminal;
    private int drawn;

    Bar(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Duration every() {
      return Duration.ofMillis(250);
    }

    @Override
    public Duration first() {
      return Duration.ofSeconds(1);
    }

    @Override
    public void show(RunState state) {
      String words = fit(state.words(), terminal.width() - 1);
      int room = Math.min(MOST, terminal.width() - 1 - words.length() - 3);
      boolean hasBar = room >= LEAST && state.progress().total() > 0;
      int length = words.length() + (hasBar ? room + 3 : 0);
      String bar = hasBar ? bar(room, state.percent()) + " " : "";
      redraw(bar + words, length);
    }

    @Override
    public void end() {
      if (drawn > 0) {
        redraw("", 0);
        terminal.err().print("\r");
        terminal.err().flush();
      }
    }

    private void redraw(String line, int length) {
      terminal.err().print("\r" + line + " ".repeat(Math.max(0, drawn - length)));
      terminal.err().flush();
      drawn = length;
    }

    private String bar(int room, int percent) {
      int full = room * percent / 100;
      String done = "#".repeat(full);
      String coloured =
          terminal.colourOnErr() && full > 0 ? "\u001b[32m" + done + "\u001b[0m" : done;
      return "[" + coloured + "-".repeat(room - full) + "]";
    }

    private static String fit(String words, int width) {
      return words.length() <= width ? words : words.substring(0, Math.max(0, width));
    }
  }
}
