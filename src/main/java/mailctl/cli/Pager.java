package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.IntSupplier;

/// Shows what is longer than the window in a program in which one can go back: `MAILCTL_PAGER`,
/// `PAGER`, or `less`. Empty or `cat` is none.
final class Pager {
  private static final int NOT_FOUND = 127;

  private final String command;
  private final Map<String, String> environment;
  private final IntSupplier height;

  private Pager(String command, Map<String, String> environment, IntSupplier height) {
    this.command = requireNonNull(command, "command is null");
    this.environment = Map.copyOf(environment);
    this.height = requireNonNull(height, "height is null");
  }

  static Pager none() {
    return new Pager("", Map.of(), () -> 0);
  }

  /// `height` is asked when there is something to show: how many lines the window has, or 0.
  static Pager of(Map<String, String> environment, IntSupplier height) {
    String command =
        environment.getOrDefault("MAILCTL_PAGER", environment.getOrDefault("PAGER", "less"));
    boolean none =
        command.isBlank() || command.equals("cat") || "dumb".equals(environment.get("TERM"));
    return none ? none() : new Pager(command, environment, height);
  }

  /// Whether it did: not when everything fits, nor when there is no such program.
  boolean show(String text) {
    if (command.isEmpty()) {
      return false;
    }
    int lines = height.getAsInt();
    return lines > 0 && text.lines().count() >= lines && run(text);
  }

  private boolean run(String text) {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    // Colours as they are, no pager for one page, the screen left as it was.
    builder.environment().putIfAbsent("LESS", environment.getOrDefault("LESS", "FRX"));
    try {
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // Left before the end: that is what one does in a pager.
      }
      return process.waitFor() != NOT_FOUND;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
