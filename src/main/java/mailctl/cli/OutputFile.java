package mailctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import mailctl.database.Refusal;

/// A file that a person asked for, whole or not at all; what goes wrong is told in one sentence.
final class OutputFile {
  /// Its owner's alone.
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private OutputFile() {}

  /// What was there is replaced.
  static void write(String name, String text) {
    write(name, text, new FileAttribute<?>[0]);
  }

  /// As `write`; nobody but its owner may read it.
  static void writePrivately(String name, String text) {
    write(name, text, new FileAttribute<?>[] {PRIVATE});
  }

  /// For those who replace a file only when they are told to.
  static void refuseExisting(String name) {
    try {
      if (Files.exists(Path.of(name))) {
        throw new Refusal(
            Refusal.Kind.CONFLICT, name + " is there already; nothing was written", "--force");
      }
    } catch (InvalidPathException e) {
      throw new Refusal(Refusal.Kind.USAGE, "'" + Table.plain(name) + "' is no name for a file");
    }
  }

  private static void write(String name, String text, FileAttribute<?>[] attributes) {
    try {
      Path file = Path.of(name).toAbsolutePath();
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        // A device or a pipe stays what it is.
        Files.writeString(file, text, UTF_8);
      } else if (Files.exists(file) && attributes.length == 0) {
        replace(file.toRealPath(), text, permissions(file));
      } else {
        replace(file, text, attributes);
      }
    } catch (InvalidPathException | IOException e) {
      boolean nowhere = e instanceof NoSuchFileException || e instanceof NotDirectoryException;
      Refusal refusal =
          new Refusal(
              nowhere ? Refusal.Kind.NOT_FOUND : Refusal.Kind.CONFLICT,
              "cannot write " + name + ": " + why(e),
              "another file");
      refusal.initCause(e);
      throw refusal;
    }
  }

  /// Whoever could not read it before cannot read it afterwards.
  private static FileAttribute<?>[] permissions(Path file) throws IOException {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(file))
    };
  }

  private static void replace(Path file, String text, FileAttribute<?>[] attributes)
      throws IOException {
    Path draft = file.resolveSibling(".mailctl-" + UUID.randomUUID());
    try {
      Files.createFile(draft, attributes);
      Files.writeString(draft, text, UTF_8);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /// Java's message is often no more than the name.
  private static String why(Exception e) {
    return switch (e) {
      case NoSuchFileException _, NotDirectoryException _ -> "there is no such folder";
      case AccessDeniedException _ -> "permission denied";
      case InvalidPathException _ -> "that is no name for a file";
      default -> String.valueOf(e.getMessage()).replaceFirst("^.*: (?=\\S)", "");
    };
  }
}
