package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import mailctl.database.Refusal;
import mailctl.sendgrid.SendGridSigner;

/// The key pair that the sandbox and simulated posts are signed with, in a file of two lines, with
/// the public key once more in a file of its own for `webhook.keys-file`. Kept, so that a daemon
/// that was told the key once goes on trusting it.
public final class SandboxKeys {
  private static final String USUAL_NAME = "sandbox.key";

  private final Path file;

  private SandboxKeys(Path file) {
    this.file = file;
  }

  /// In the state directory.
  public static SandboxKeys usual(Settings settings) {
    return new SandboxKeys(settings.database().stateDir().resolve(USUAL_NAME));
  }

  public static SandboxKeys in(Path file) {
    return new SandboxKeys(requireNonNull(file, "file is null").toAbsolutePath());
  }

  public Path publicKeyFile() {
    return file.resolveSibling(file.getFileName() + ".pub");
  }

  /// Makes the pair when there is none.
  ///
  /// @throws Refusal when the file cannot be read or written, or holds something else
  public SendGridSigner loadOrMake() {
    try {
      if (!Files.exists(file)) {
        make();
      }
      SendGridSigner signer = load();
      if (!Files.exists(publicKeyFile())) {
        Files.writeString(publicKeyFile(), signer.publicKey() + "\n");
      }
      return signer;
    } catch (IOException e) {
      throw new Refusal(
          Refusal.Kind.CONFIG,
          "cannot keep the sandbox's keys in " + file + " (" + e.getMessage() + ")",
          "--key-file with a file that you may write to");
    }
  }

  /// Keeps another pair from now on.
  ///
  /// @throws Refusal when it cannot be written
  public void replace(SendGridSigner signer) {
    try {
      Path draft =
          Files.createTempFile(
              file.toAbsolutePath().getParent(), USUAL_NAME, ".new", ownerOnly("rw-------"));
      Files.writeString(draft, signer.privateKey() + "\n" + signer.publicKey() + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      Files.writeString(publicKeyFile(), signer.publicKey() + "\n");
    } catch (IOException e) {
      throw new Refusal(
          Refusal.Kind.CONFIG,
          "cannot keep the sandbox's keys in " + file + " (" + e.getMessage() + ")",
          "--key-file with a file that you may write to");
    }
  }

  private SendGridSigner load() throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    try {
      if (lines.size() == 2) {
        return SendGridSigner.of(lines.get(0).strip(), lines.get(1).strip());
      }
    } catch (IllegalArgumentException e) {
      // Told below, in words.
    }
    throw new Refusal(
        Refusal.Kind.DATA,
        file + " is not a key file of the sandbox",
        "remove it; the sandbox makes a new one");
  }

  /// Whole or not at all; of two that do this at once one wins, and both use its keys.
  private void make() throws IOException {
    SendGridSigner signer = SendGridSigner.generate();
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(folder, ownerOnly("rwx------"));
    }
    Path draft = Files.createTempFile(folder, USUAL_NAME, ".new", ownerOnly("rw-------"));
    try {
      Files.writeString(draft, signer.privateKey() + "\n" + signer.publicKey() + "\n");
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // The other one won.
    } finally {
      Files.delete(draft);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> ownerOnly(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
