package mailctl.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import mailctl.database.Refusal;

/// A file of public keys, one a line, as `webhook.keys-file` names it.
final class KeyFile {
  private KeyFile() {}

  /// Whole or not at all: whoever reads it meanwhile gets the old keys or the new ones.
  ///
  /// @throws Refusal when it cannot be written
  static void write(Path file, List<String> keys) {
    Path target = file.toAbsolutePath();
    try {
      Path draft = Files.createTempFile(target.getParent(), ".mailctl", ".pub");
      Files.writeString(draft, String.join("\n", keys) + "\n", StandardCharsets.UTF_8);
      draft.toFile().setReadable(true, false);
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Refusal(
          Refusal.Kind.CONFIG,
          "cannot write the key to %s (%s); it is %s"
              .formatted(file, e.getMessage(), String.join(" ", keys)),
          "--key-file with a file that you may write to");
    }
  }

  /// Whether a key could be written there, before there is one.
  static void check(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder)) {
      throw new Refusal(
          Refusal.Kind.CONFIG,
          "cannot write to the folder of " + file,
          "--key-file with a file that you may write to");
    }
  }
}
