package mailctl.fence;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/// What this host remembers of the databases that it has sent from, one small file for each
/// installation in its state directory. A host that cannot remember sends all the same.
public final class HostMemory {
  private final Path folder;
  private volatile Optional<String> problem = Optional.empty();

  public HostMemory(Path stateDirectory) {
    this.folder = requireNonNull(stateDirectory, "stateDirectory is null").resolve("fence");
  }

  /// Why nothing can be remembered, if so.
  public Optional<String> problem() {
    return problem;
  }

  /// The highest epoch that was seen of that installation.
  Optional<Long> epoch(String installation) {
    Path file = folder.resolve(installation);
    try {
      return Files.exists(file)
          ? Optional.of(Long.parseLong(Files.readString(file).strip()))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      problem = Optional.of("cannot read " + file + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /// Only what is committed: to remember more would fence the database that it came from. When two
  /// processes write at once, the lower one may win until the next time.
  void remember(String installation, long epoch) {
    if (epoch(installation).filter(known -> known >= epoch).isEmpty()) {
      write(installation, String.valueOf(epoch));
    }
  }

  Host host() {
    return new Host(hostId(), name());
  }

  private String hostId() {
    Path file = folder.resolve("host");
    try {
      if (!Files.exists(file)) {
        write("host", UUID.randomUUID().toString());
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      problem = Optional.of("cannot read " + file + ": " + e.getMessage());
      return name();
    }
  }

  /// Without a question to a name server, which may take long to answer.
  public static String name() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("unknown");
    }
  }

  /// Whole or not at all.
  private void write(String name, String text) {
    try {
      if (!Files.isDirectory(folder)) {
        refuseToMakeAHome();
        Files.createDirectories(folder);
      }
      Path draft = Files.createTempFile(folder, name, ".new");
      Files.writeString(draft, text + "\n");
      Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      problem = Optional.empty();
    } catch (IOException e) {
      problem = Optional.of("cannot write to " + folder + ": " + e.getMessage());
    }
  }

  /// A user without a home has a path that leads nowhere, and root could make it.
  private void refuseToMakeAHome() throws IOException {
    Path ancestor = folder;
    while (ancestor != null && !Files.exists(ancestor)) {
      ancestor = ancestor.getParent();
    }
    if (ancestor == null || ancestor.getNameCount() == 0) {
      throw new IOException("there is no such home");
    }
  }
}
