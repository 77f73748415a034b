package mailctl.access;

import static java.util.Objects.requireNonNull;

/// Who showed a token: its name, and what it is good for.
public record TokenBearer(String name, ApiToken.Scope scope) {
  public TokenBearer {
    requireNonNull(name, "name is null");
    requireNonNull(scope, "scope is null");
  }
}
