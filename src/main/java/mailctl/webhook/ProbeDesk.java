package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Answers the probes of this installation with what arrived of them. Stores nothing.
public final class ProbeDesk {
  private final ProbePass pass;
  private final List<String> keyDigests;
  private final Duration maxAge;
  private final Duration maxAhead;
  private final InstantSource clock;

  /// `keys` are those that posts are verified with, and both times as for these.
  public ProbeDesk(
      ProbePass pass, List<String> keys, Duration maxAge, Duration maxAhead, InstantSource clock) {
    this.pass = requireNonNull(pass, "pass is null");
    this.keyDigests = keys.stream().map(ProbeEcho::keyDigest).toList();
    this.maxAge = requireNonNull(maxAge, "maxAge is null");
    this.maxAhead = requireNonNull(maxAhead, "maxAhead is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Empty for everybody else's posts. `via` is what those in between say of themselves.
  public Optional<ProbeEcho> echo(
      byte[] body, Credentials credentials, String probe, Optional<String> via) {
    return pass.open(probe)
        .map(
            key ->
                new ProbeEcho(
                    ProbeEcho.digest(body),
                    body.length,
                    new SignatureVerifier(List.of(key), maxAge, maxAhead, clock)
                        .verify(body, credentials.timestamp(), credentials.signature()),
                    clock.instant(),
                    keyDigests,
                    via));
  }
}
