package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Everything about the three streams: what they are connected to, how wide, whether colour. All
/// else asks it; tests construct one over buffers.
public final class Terminal {
  private static final int USUAL_WIDTH = 80;
  private static final int WIDE = 110;

  /// The window's columns and lines, as system properties.
  private static final String COLUMNS = "mailctl.columns";

  private static final String LINES = "mailctl.lines";

  /// Which streams are terminals, and the window's width.
  public record Facts(boolean in, boolean out, boolean err, int width) {
    /// Nothing is a terminal: pipes and files.
    public static Facts pipes() {
      return new Facts(false, false, false, USUAL_WIDTH);
    }

    /// A person at a window of that width.
    public static Facts person(int width) {
      return new Facts(true, true, true, width);
    }
  }

  private final InputStream in;
  private final BufferedReader lines;
  private final PrintStream out;
  private final PrintStream err;
  private final Facts facts;
  private final Map<String, String> environment;
  private final Pager pager;

  public Terminal(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Facts facts,
      Map<String, String> environment) {
    this(in, out, err, facts, environment, Pager.none());
  }

  Terminal(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Facts facts,
      Map<String, String> environment,
      Pager pager) {
    this.in = requireNonNull(in, "in is null");
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = requireNonNull(out, "out is null");
    this.err = requireNonNull(err, "err is null");
    this.facts = requireNonNull(facts, "facts is null");
    this.environment = Map.copyOf(environment);
    this.pager = requireNonNull(pager, "pager is null");
  }

  /// The process's own streams.
  public static Terminal ofProcess(Map<String, String> environment) {
    boolean outIsTerminal = NativeTerminal.isTerminal(1);
    boolean errIsTerminal = NativeTerminal.isTerminal(2);
    Facts facts =
        new Facts(
            NativeTerminal.isTerminal(0),
            outIsTerminal,
            errIsTerminal,
            width(environment, columns(outIsTerminal, errIsTerminal)));
    return new Terminal(
        System.in,
        new PrintStream(
            new BufferedOutputStream(new StandardOutput()), outIsTerminal, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        facts,
        environment,
        Pager.of(environment, () -> lines(environment)));
  }

  /// What the environment says, or nothing.
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /// For answers, and only for answers.
  public PrintStream out() {
    return out;
  }

  /// A whole answer, by way of a pager when it is longer than a person's window.
  void show(String text) {
    out.flush();
    if (!facts.out() || !pager.show(text)) {
      out.print(text);
    }
  }

  /// For people: progress, what has changed, warnings, errors.
  public PrintStream err() {
    return err;
  }

  /// Standard input as bytes, for `-` as a file name. Not after a question was asked.
  InputStream in() {
    return in;
  }

  boolean outIsTerminal() {
    return facts.out();
  }

  boolean errIsTerminal() {
    return facts.err();
  }

  /// Whether a line of stderr can be drawn over.
  boolean canRedraw() {
    return facts.err() && !"dumb".equals(environment.get("TERM"));
  }

  /// Questions go to stderr and answers come from stdin, so both must be a person's.
  boolean canPrompt() {
    return facts.in() && facts.err();
  }

  int width() {
    return facts.width();
  }

  boolean colourOnOut() {
    return colour(facts.out());
  }

  boolean colourOnErr() {
    return colour(facts.err());
  }

  /// The next line of standard input; empty at its end.
  Optional<String> readLine() {
    try {
      return Optional.ofNullable(lines.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same terminal without colours, for `--no-color`.
  Terminal withoutColour() {
    Map<String, String> plain = new java.util.HashMap<>(environment);
    plain.put("NO_COLOR", "1");
    return new Terminal(in, out, err, facts, plain, pager);
  }

  /// The same for `--no-pager`.
  Terminal withoutPager() {
    return new Terminal(in, out, err, facts, environment);
  }

  /// The same for what only people read: tables keep their shape in a pipe, too.
  Terminal forPeople() {
    if (facts.out()) {
      return this;
    }
    int width = Math.max(facts.width(), WIDE);
    Facts shaped = new Facts(facts.in(), true, facts.err(), width);
    return new Terminal(in, out, err, shaped, environment).withoutColour();
  }

  private boolean colour(boolean terminal) {
    if (isSet("NO_COLOR")) {
      return false;
    }
    if (isSet("CLICOLOR_FORCE") && !"0".equals(environment.get("CLICOLOR_FORCE"))) {
      return true;
    }
    return terminal && !"dumb".equals(environment.get("TERM"));
  }

  private boolean isSet(String variable) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }

  /// The launcher knows the window's width for less than it costs us to ask for it.
  private static int columns(boolean outIsTerminal, boolean errIsTerminal) {
    int told = Integer.getInteger(COLUMNS, 0);
    if (told > 0) {
      return told;
    }
    if (outIsTerminal) {
      return NativeTerminal.columns(1);
    }
    return errIsTerminal ? NativeTerminal.columns(2) : 0;
  }

  private static int lines(Map<String, String> environment) {
    int told = Integer.getInteger(LINES, 0);
    if (told > 0) {
      return told;
    }
    String said = environment.getOrDefault("LINES", "");
    return said.matches("[1-9]\\d{0,3}") ? Integer.parseInt(said) : NativeTerminal.lines(1);
  }

  private static int width(Map<String, String> environment, int window) {
    String columns = environment.getOrDefault("COLUMNS", "");
    if (columns.matches("[1-9]\\d{0,3}")) {
      return Integer.parseInt(columns);
    }
    return window > 0 ? window : USUAL_WIDTH;
  }
}
