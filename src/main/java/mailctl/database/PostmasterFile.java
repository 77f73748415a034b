package mailctl.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `postmaster.pid`, which a running server keeps in its data folder: line 1 is the process, line 4
/// the port, line 8 the state. After a `kill -9` or a crash of the machine it lies.
record PostmasterFile(long pid, int port, boolean ready) {
  private static final int PORT_LINE = 3;
  private static final int STATE_LINE = 7;

  static Path in(Path data) {
    return data.resolve("postmaster.pid");
  }

  /// Port 0 while the server has not written that far.
  static Optional<PostmasterFile> read(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(in(data));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Optional.of(
        new PostmasterFile(
            number(lines, 0),
            (int) number(lines, PORT_LINE),
            lines.size() > STATE_LINE && lines.get(STATE_LINE).strip().equals("ready")));
  }

  /// True when the process is there and is a PostgreSQL, not another program that got its number
  /// later, nor one that is dead and waits for init to notice.
  boolean isAlive() {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.contains("(postgres) ") && !stat.contains("(postgres) Z");
    } catch (NoSuchFileException e) {
      // No such process, or a system without /proc.
      return !Files.exists(Path.of("/proc/self/stat"))
          && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    } catch (IOException e) {
      // It ended between opening and reading.
      return false;
    }
  }

  private static long number(List<String> lines, int index) {
    String text = lines.size() > index ? lines.get(index).strip() : "";
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
