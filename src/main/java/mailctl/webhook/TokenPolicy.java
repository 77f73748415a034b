package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;

/// Whose tokens are taken: of this issuer, signed with a key found there, for this audience, and
/// with this scope when one is given.
public record TokenPolicy(String issuer, URI jwksUrl, String audience, Optional<String> scope) {
  public TokenPolicy {
    requireNonNull(issuer, "issuer is null");
    requireNonNull(jwksUrl, "jwksUrl is null");
    requireNonNull(audience, "audience is null");
    requireNonNull(scope, "scope is null");
  }
}
