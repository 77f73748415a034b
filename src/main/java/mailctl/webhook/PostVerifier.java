package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides whether a post is the provider's: by its signature, by its token, by both, or, for
/// loopback only, not at all.
public final class PostVerifier {
  private static final Logger log = LoggerFactory.getLogger(PostVerifier.class);

  private final Optional<SignatureVerifier> signatures;
  private final Optional<TokenVerifier> tokens;
  private final AtomicReference<String> lastWrong = new AtomicReference<>("");

  public PostVerifier(Optional<SignatureVerifier> signatures, Optional<TokenVerifier> tokens) {
    this.signatures = requireNonNull(signatures, "signatures is null");
    this.tokens = requireNonNull(tokens, "tokens is null");
  }

  public static PostVerifier bySignature(SignatureVerifier verifier) {
    return new PostVerifier(Optional.of(verifier), Optional.empty());
  }

  public static PostVerifier byToken(TokenVerifier verifier) {
    return new PostVerifier(Optional.empty(), Optional.of(verifier));
  }

  /// Takes everything.
  public static PostVerifier off() {
    return new PostVerifier(Optional.empty(), Optional.empty());
  }

  public boolean verifies() {
    return signatures.isPresent() || tokens.isPresent();
  }

  PostOrigin origin() {
    if (signatures.isPresent()) {
      return PostOrigin.SIGNED;
    }
    return tokens.isPresent() ? PostOrigin.TOKEN : PostOrigin.UNVERIFIED;
  }

  /// The answer to a post that must not be stored; empty for one that may. The signature first, so
  /// that what a stranger sends makes nobody ask the issuer for its keys.
  Optional<Receipt> refusal(byte[] body, Credentials shown) {
    if (signatures.isPresent()) {
      SignatureVerifier.Verdict verdict =
          signatures.get().verify(body, shown.timestamp(), shown.signature());
      if (verdict != SignatureVerifier.Verdict.VALID) {
        return Optional.of(new Receipt.Refused(verdict));
      }
    }
    return tokens.flatMap(each -> refusal(each.verify(shown.authorization())));
  }

  private Optional<Receipt> refusal(TokenVerifier.Verdict verdict) {
    return switch (verdict) {
      case TokenVerifier.Verdict.Valid() -> Optional.empty();
      case TokenVerifier.Verdict.Missing() ->
          Optional.of(new Receipt.Refused(SignatureVerifier.Verdict.NO_TOKEN));
      case TokenVerifier.Verdict.Wrong(String why) -> {
        tell(why);
        yield Optional.of(new Receipt.Refused(SignatureVerifier.Verdict.WRONG_TOKEN));
      }
      case TokenVerifier.Verdict.Unknown(String why) -> Optional.of(new Receipt.Unavailable(why));
    };
  }

  /// Why a token is wrong, the sender is not told; we are, but not a thousand times a second.
  private void tell(String why) {
    if (!why.equals(lastWrong.getAndSet(why))) {
      log.warn("webhook_token=wrong why=\"{}\"", why);
    }
  }
}
