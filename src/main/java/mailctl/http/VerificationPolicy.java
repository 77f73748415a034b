package mailctl.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mailctl.database.Refusal;
import mailctl.webhook.PostVerifier;
import mailctl.webhook.SignatureVerifier;
import mailctl.webhook.TokenPolicy;
import mailctl.webhook.TokenVerifier;

/// How posts are verified; not at all only when somebody wrote so.
public record VerificationPolicy(
    Mode mode,
    List<String> keys,
    Duration maxAge,
    Duration maxAhead,
    Optional<TokenPolicy> tokens) {
  /// What a post must show.
  public enum Mode {
    SIGNATURE,
    OAUTH,
    BOTH,
    OFF
  }

  public VerificationPolicy {
    requireNonNull(mode, "mode is null");
    keys = List.copyOf(keys);
    requireNonNull(tokens, "tokens is null");
  }

  /// @throws Refusal without a key, or with one that is none, or without the issuer of tokens
  public PostVerifier verifier(InstantSource clock) {
    return switch (mode) {
      case SIGNATURE -> PostVerifier.bySignature(signatures(clock));
      case OAUTH -> PostVerifier.byToken(tokens(clock));
      case BOTH -> new PostVerifier(Optional.of(signatures(clock)), Optional.of(tokens(clock)));
      case OFF -> PostVerifier.off();
    };
  }

  private SignatureVerifier signatures(InstantSource clock) {
    if (keys.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.CONFIG,
          "no key to verify webhook posts with",
          "set webhook.keys to SendGrid's verification key, or webhook.verify=off to take"
              + " unsigned posts from this machine only");
    }
    return new SignatureVerifier(keys, maxAge, maxAhead, clock);
  }

  private TokenVerifier tokens(InstantSource clock) {
    TokenPolicy policy =
        tokens.orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.CONFIG,
                    "no issuer of webhook tokens is set",
                    "set webhook.oauth.issuer, webhook.oauth.jwks-url and webhook.oauth.audience"));
    return new TokenVerifier(policy, clock);
  }

  /// Where the public listener may listen: loopback only when nothing is verified.
  public BindAddress restrict(BindAddress address) {
    return mode != Mode.OFF || address.isLoopback()
        ? address
        : new BindAddress("127.0.0.1", address.port());
  }
}
