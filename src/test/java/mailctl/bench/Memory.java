package mailctl.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much memory another JVM uses, in MB; empty where the system does not say.
final class Memory {
  private static final Pattern USED = Pattern.compile("heap\\s+total .* used (\\d+)K");

  private Memory() {}

  static OptionalDouble resident(long pid) {
    return status(pid, "VmRSS");
  }

  static OptionalDouble residentPeak(long pid) {
    return status(pid, "VmHWM");
  }

  /// What is left of the heap after a collection.
  static OptionalDouble liveHeap(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    return first(USED, jcmd(pid, "GC.heap_info"));
  }

  private static OptionalDouble status(long pid, String key) {
    try {
      return first(
          Pattern.compile(key + ":\\s+(\\d+) kB"),
          Files.readString(Path.of("/proc", String.valueOf(pid), "status")));
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }

  private static OptionalDouble first(Pattern kilobytes, String text) {
    Matcher matcher = kilobytes.matcher(text);
    return matcher.find()
        ? OptionalDouble.of(Double.parseDouble(matcher.group(1)) / 1024)
        : OptionalDouble.empty();
  }

  private static String jcmd(long pid, String what) throws IOException, InterruptedException {
    Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(program.toString(), String.valueOf(pid), what)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
