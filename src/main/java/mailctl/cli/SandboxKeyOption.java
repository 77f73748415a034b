package mailctl.cli;

import java.nio.file.Path;
import java.util.Optional;
import mailctl.app.SandboxKeys;

/// Which keys the sandbox and simulated posts are signed with.
final class SandboxKeyOption {
  private SandboxKeyOption() {}

  static SandboxKeys keys(Session session, Optional<Path> file) {
    return file.map(SandboxKeys::in).orElseGet(() -> SandboxKeys.usual(session.app().settings()));
  }
}
