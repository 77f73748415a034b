package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the radar shows at a moment.
///
/// @param lastPost when the webhook last brought something that was taken
/// @param unheard messages accepted since then of which `processed` is owed and late
/// @param refused what was refused in the last day, by reason
public record RadarState(
    Instant at,
    Debt debt,
    InboxState inbox,
    Optional<Instant> lastPost,
    long unheard,
    List<RefusedPosts> refused) {
  public RadarState {
    requireNonNull(at, "at is null");
    requireNonNull(debt, "debt is null");
    requireNonNull(inbox, "inbox is null");
    requireNonNull(lastPost, "lastPost is null");
    refused = List.copyOf(refused);
  }
}
