package mailctl.why;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// What a frozen plan of an email says about one registration.
///
/// @param skipReason why it was to be skipped
/// @param sentAt when the plan was sent
/// @param binds the email goes out by this one, or is held
public record Promise(
    long plan,
    Instant createdAt,
    Place place,
    Optional<String> skipReason,
    Optional<Instant> sentAt,
    boolean binds) {
  /// Where the registration stands in it.
  public enum Place {
    INCLUDED,
    SKIPPED,
    /// Not in the audience, or not registered yet.
    ABSENT
  }

  public Promise {
    requireNonNull(createdAt, "createdAt is null");
    requireNonNull(place, "place is null");
    requireNonNull(skipReason, "skipReason is null");
    requireNonNull(sentAt, "sentAt is null");
  }
}
