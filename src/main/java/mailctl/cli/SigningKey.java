package mailctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mailctl.database.Refusal;
import mailctl.sendgrid.SendGridSigner;

/// The key that simulated posts are signed with: the sandbox's own, or a file with a private key as
/// PEM or base64, or with a pair as the sandbox keeps it.
final class SigningKey {
  private SigningKey() {}

  /// @throws Refusal when the file is not there or holds no such key
  static SendGridSigner read(Session session, Optional<Path> file) {
    if (file.isPresent() && !Files.exists(file.get())) {
      throw new Refusal(
          Refusal.Kind.NOT_FOUND,
          "there is no key file " + file.get(),
          "without --key, for the sandbox's own key");
    }
    return readOrMake(session, file);
  }

  /// As `read`, and makes a pair where there is no file.
  static SendGridSigner readOrMake(Session session, Optional<Path> file) {
    if (file.isEmpty() || !Files.exists(file.get())) {
      return SandboxKeyOption.keys(session, file).loadOrMake();
    }
    try {
      List<String> lines = Files.readAllLines(file.get());
      boolean pair = lines.size() == 2 && !lines.getFirst().startsWith("-");
      return pair
          ? SendGridSigner.of(lines.get(0).strip(), lines.get(1).strip())
          : SendGridSigner.of(String.join("\n", lines));
    } catch (IOException e) {
      throw new Refusal(
          Refusal.Kind.NOT_FOUND, "cannot read " + file.get() + ": " + e.getMessage());
    } catch (IllegalArgumentException _) {
      throw new Refusal(
          Refusal.Kind.DATA,
          file.get() + " holds no private key that SendGrid's posts could be signed with",
          "openssl ecparam -name prime256v1 -genkey -noout -out key.pem");
    }
  }
}
