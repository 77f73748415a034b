package mailctl.database;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The private folder that holds the embedded database and everything about it:
///
/// - `binaries/<build>/`: PostgreSQL's programs, unpacked
/// - `data/`: the data; `data.new/` while it is being made
/// - `password`: of the database user, for us alone, or for the folder's group, too
/// - `lock`: held while somebody starts, stops or attaches to the server
/// - `server.log`, `command.log`: what the server, and the last program run for it, said
record StateDirectory(Path root) {
  private static final int SET_GROUP_ID = 02000;

  /// Makes the folder when it is not there.
  ///
  /// @throws Refusal when it cannot be made or written to
  static StateDirectory open(Path root) {
    StateDirectory state = new StateDirectory(root);
    try {
      if (!Files.isDirectory(root)) {
        Path parent = root.getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        makePrivateFolder(root);
      }
      return state;
    } catch (IOException e) {
      throw state.unusable(e);
    }
  }

  Path binaries() {
    return root.resolve("binaries");
  }

  Path data() {
    return root.resolve("data");
  }

  Path newData() {
    return root.resolve("data.new");
  }

  Path serverLog() {
    return root.resolve("server.log");
  }

  Path commandLog() {
    return root.resolve("command.log");
  }

  Path passwordFile() {
    return root.resolve("password");
  }

  /// Whether the data is there and belongs to another user than ourselves.
  boolean isAnothers() {
    return Files.isDirectory(data()) && !Files.isWritable(data());
  }

  /// Whether its group is meant to use it, too (set-group-ID): operators beside the user that runs
  /// the daemon.
  boolean isShared() throws IOException {
    return ((int) Files.getAttribute(root, "unix:mode") & SET_GROUP_ID) != 0;
  }

  StateLock lock() {
    return StateLock.take(this, root.resolve("lock"));
  }

  String password() throws IOException {
    return Files.readString(passwordFile()).strip();
  }

  /// Writes a fresh one; whole or not at all.
  String newPassword() throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Path draft = root.resolve("password.new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, password + "\n");
    if (isShared()) {
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r-----"));
    }
    FileOwner.like(root, draft);
    Files.move(draft, passwordFile(), StandardCopyOption.ATOMIC_MOVE);
    return password;
  }

  /// In words; of some exceptions the message is no more than the name of a file.
  static String why(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied: " + denied.getFile();
      case NoSuchFileException none -> "cannot be made: " + none.getFile();
      case FileAlreadyExistsException _ -> "a file is in the way";
      case FileSystemException fs when fs.getReason() != null ->
          fs.getReason() + ": " + fs.getFile();
      case FileSystemException fs -> fs.toString();
      default -> String.valueOf(e.getMessage());
    };
  }

  Refusal unusable(IOException e) {
    String why = why(e);
    return new Refusal(
        Refusal.Kind.CONFIG,
        "cannot keep the embedded database in " + root + " (" + why + ")",
        "set state.dir (MAILCTL_STATE_DIR) to a folder that you may write to, "
            + "or database.url (DATABASE_URL) to a PostgreSQL server");
  }

  static void makePrivateFolder(Path folder) throws IOException {
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
