package mailctl.http;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import mailctl.access.TokenBearer;

/// Whom the admin listener lets in: with the token of the configuration, which may do everything,
/// or with others, by what they may do. `any`: whether there is one at all.
public record AdminTokens(
    Optional<String> configured,
    Function<String, Optional<TokenBearer>> bearers,
    BooleanSupplier any) {
  public AdminTokens {
    configured = configured.filter(each -> !each.isBlank());
    requireNonNull(bearers, "bearers is null");
    requireNonNull(any, "any is null");
  }

  static AdminTokens configured(Optional<String> token) {
    Optional<String> some = token.filter(each -> !each.isBlank());
    return new AdminTokens(some, _ -> Optional.empty(), some::isPresent);
  }
}
