package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// Decides whether a post is the provider's: by its signature, by its token, by both, or, for
/// loopback only, not at all.
public final class PostVerifier {
  private final Optional<SignatureVerifier> signatures;
  private final Optional<TokenVerifier> tokens;

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

  private static Optional<Receipt> refusal(TokenVerifier.Verdict verdict) {
    return switch (verdict) {
      case TokenVerifier.Verdict.Valid() -> Optional.empty();
      case TokenVerifier.Verdict.Missing() ->
          Optional.of(new Receipt.Refused(SignatureVerifier.Verdict.NO_TOKEN));
      case TokenVerifier.Verdict.Wrong(_) ->
          Optional.of(new Receipt.Refused(SignatureVerifier.Verdict.WRONG_TOKEN));
      case TokenVerifier.Verdict.Unknown(String why) -> Optional.of(new Receipt.Unavailable(why));
    };
  }
}
