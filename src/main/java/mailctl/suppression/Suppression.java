package mailctl.suppression;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// One address that must not be mailed. `evidence` names the one proof ("event 3f2c…", "link 7"):
/// the same address and evidence is recorded once, so that a replay never suppresses again what a
/// person lifted.
public record Suppression(
    String email,
    Scope scope,
    SuppressionReason reason,
    SuppressionSource source,
    String evidence,
    Instant suppressedAt) {
  public Suppression {
    requireNonNull(email, "email is null");
    requireNonNull(scope, "scope is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(source, "source is null");
    requireNonNull(evidence, "evidence is null");
    requireNonNull(suppressedAt, "suppressedAt is null");
    if (!isAddress(email)) {
      throw new IllegalArgumentException("not an email address");
    }
    if (evidence.isBlank()) {
      throw new IllegalArgumentException("a suppression needs its evidence");
    }
  }

  /// Whether `email` can be suppressed at all: providers report empty and odd ones, too.
  public static boolean isAddress(String email) {
    int at = email.indexOf('@', 1);
    return at > 0 && at < email.length() - 1 && email.indexOf('\0') < 0;
  }
}
