package mailctl.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import mailctl.database.Refusal;

/// Shows a file to the person at this machine.
final class Browser {
  private Browser() {}

  /// @throws Refusal (UNAVAILABLE) where there is no browser
  static void open(Path page) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String opener = system.contains("mac") ? "open" : "xdg-open";
    try {
      new ProcessBuilder(List.of(opener, page.toAbsolutePath().toString()))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new Refusal(
          Refusal.Kind.UNAVAILABLE,
          "no browser can be opened here (there is no " + opener + "); the page is " + page);
    }
  }
}
