package mailctl.bench;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.util.Locale;

/// Tells a person what a bench is doing, with the seconds since its start.
public final class Progress {
  private final PrintStream out;
  private final long start = System.nanoTime();

  public Progress(PrintStream out) {
    this.out = requireNonNull(out, "out is null");
  }

  /// Since the start.
  public double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  public void say(String format, Object... values) {
    out.println(
        String.format(Locale.ROOT, "%6.1f  ", seconds())
            + String.format(Locale.ROOT, format, values));
  }
}
