package mailctl.suppression;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// One row of a file of suppressions, as it stands there: its owner is not looked up yet.
///
/// @param owner the organization's or event's slug or id; empty when the scope is global
/// @param evidence the file's own words for it, if it has any
/// @param suppressedAt if the file says so
/// @param lifted the file says that it holds no more
public record SuppressionRow(
    long line,
    String address,
    Reach reach,
    String owner,
    SuppressionReason reason,
    Optional<String> evidence,
    Optional<Instant> suppressedAt,
    boolean lifted) {
  public SuppressionRow {
    requireNonNull(address, "address is null");
    requireNonNull(reach, "reach is null");
    requireNonNull(owner, "owner is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(evidence, "evidence is null");
    requireNonNull(suppressedAt, "suppressedAt is null");
  }

  /// The kinds of scope.
  public enum Reach {
    GLOBAL,
    ORGANIZATION,
    EVENT
  }

  /// What must not stand twice in one file.
  record Key(String address, Reach reach, String owner, Optional<String> evidence) {}

  Key key() {
    return new Key(address, reach, owner, evidence);
  }
}
