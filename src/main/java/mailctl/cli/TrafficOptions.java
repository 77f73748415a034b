package mailctl.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import mailctl.database.Refusal;
import mailctl.sandbox.Posting;
import mailctl.sandbox.PostingRate;
import picocli.CommandLine.Option;

/// Where simulated posts go, how, and how fast.
final class TrafficOptions {
  /// SendGrid's own pauses are minutes; a person waits for this.
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  @Option(
      names = {"--to", "--url"},
      paramLabel = "URL",
      description = "the webhook to post to (our own)")
  Optional<URI> to = Optional.empty();

  @Option(
      names = {"--key", "--key-file"},
      paramLabel = "FILE",
      description = "private key to sign with, PEM or base64; else sandbox.key in state.dir")
  Optional<Path> key = Optional.empty();

  @Option(
      names = "--post-size",
      paramLabel = "N",
      description = "events in a post (100; a recording's arrays stay as they are)")
  Optional<Integer> postSize = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      description = "so many posts a second, or '500 events/s' (as fast as it is answered)")
  Optional<String> rate = Optional.empty();

  @Option(names = "--connections", paramLabel = "N", description = "posts at the same time (4)")
  int connections = 4;

  @Option(
      names = "--tries",
      paramLabel = "N",
      description = "tries of a post that a busy or absent listener did not take (5)")
  int tries = 5;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "write the posts there instead, for simulate file; - is stdout")
  Optional<String> out = Optional.empty();

  /// @throws Refusal (USAGE) saying which is wrong
  Posting.Settings posting() {
    try {
      return new Posting.Settings(connections, rate.map(PostingRate::parse), tries, FIRST_PAUSE);
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  /// @throws Refusal (USAGE) when it is not a number of events
  Optional<Integer> sizeOfPosts() {
    if (postSize.isPresent() && (postSize.get() < 1 || postSize.get() > 100_000)) {
      throw new Refusal(
          Refusal.Kind.USAGE, "--post-size is 1 to 100000", "mailctl simulate mix --help");
    }
    return postSize;
  }

  static Refusal wrong(IllegalArgumentException e) {
    return new Refusal(
        Refusal.Kind.USAGE, String.valueOf(e.getMessage()), "mailctl help simulation");
  }
}
