package mailctl.database;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs one of PostgreSQL's programs to its end. What it says goes to a file, as a pipe would stay
/// open for as long as any child of it lives.
record ServerProgram(Path output, Duration limit) {
  record Result(int exitCode, String output) {
    private static final Pattern COMPLAINT = Pattern.compile("(?:FATAL|PANIC|ERROR|error): +(.+)");

    boolean succeeded() {
      return exitCode == 0;
    }

    /// Its first complaint, from which the others follow; else what it said last.
    String reason() {
      Matcher complaint = COMPLAINT.matcher(output);
      return complaint.find() ? complaint.group(1).strip() : lastLine();
    }

    /// The last line that says something; the whole is in the file.
    String lastLine() {
      return output.lines().filter(line -> !line.isBlank()).reduce("", (_, next) -> next).strip();
    }
  }

  Result run(List<String> command) throws IOException {
    return run(command, "");
  }

  Result run(List<String> command, String input) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            // Not ours: the user that PostgreSQL runs as may not enter it.
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading; its exit code and words tell why.
    }
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.getFirst() + " took longer than " + limit.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while running " + command.getFirst(), e);
    }
    return new Result(process.exitValue(), Files.readString(output));
  }
}
