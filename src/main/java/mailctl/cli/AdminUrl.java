package mailctl.cli;

import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/// `--url`, for commands that ask a running `serve`; `@Mixin final AdminUrl url = new AdminUrl();`.
final class AdminUrl {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "the admin listener to ask (as admin.host and admin.port say)")
  Optional<URI> value = Optional.empty();
}
