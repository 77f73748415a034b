package mailctl.policy;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import mailctl.suppression.Scope;
import mailctl.suppression.Suppression;
import mailctl.suppression.SuppressionSource;

/// One thing in the history of an address that a policy looks at.
///
/// @param address in lower case
/// @param fault empty for a message that was delivered
public record Incident(String address, Instant at, UUID fingerprint, Optional<Fault> fault) {
  static final Comparator<Incident> BY_TIME =
      Comparator.comparing(Incident::at).thenComparing(Incident::fingerprint);

  public Incident {
    requireNonNull(address, "address is null");
    requireNonNull(at, "at is null");
    requireNonNull(fingerprint, "fingerprint is null");
    requireNonNull(fault, "fault is null");
  }

  /// The proof that a suppression names.
  String evidence() {
    return "provider event " + fingerprint;
  }

  /// No mail to the address any more, because of this.
  public Suppression suppression() {
    return new Suppression(
        address,
        new Scope.Global(),
        fault.orElseThrow().reason(),
        SuppressionSource.PROVIDER_EVENT,
        evidence(),
        at);
  }
}
