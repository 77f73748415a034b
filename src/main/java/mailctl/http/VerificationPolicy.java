package mailctl.http;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mailctl.database.Refusal;
import mailctl.webhook.SignatureVerifier;

/// Whether posts are verified: with keys always, without any only when somebody wrote so.
public record VerificationPolicy(
    boolean verify, List<String> keys, Duration maxAge, Duration maxAhead) {
  public VerificationPolicy {
    keys = List.copyOf(keys);
  }

  /// Empty when verification is switched off.
  ///
  /// @throws Refusal without a key, or with one that is none
  public Optional<SignatureVerifier> verifier(InstantSource clock) {
    if (!verify) {
      return Optional.empty();
    }
    if (keys.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.CONFIG,
          "no key to verify webhook posts with",
          "set webhook.keys to SendGrid's verification key, or webhook.verify=off to take"
              + " unsigned posts from this machine only");
    }
    return Optional.of(new SignatureVerifier(keys, maxAge, maxAhead, clock));
  }

  /// Where the public listener may listen: loopback only when nothing is verified.
  public BindAddress restrict(BindAddress address) {
    return verify || address.isLoopback() ? address : new BindAddress("127.0.0.1", address.port());
  }
}
