package mailctl.inspect;

import java.time.Instant;
import java.util.Optional;

/// How the webhook inbox stands.
///
/// @param waiting posts received and not yet processed
/// @param oldestWaiting when the oldest of them came
public record InboxState(
    long waiting, Optional<Instant> oldestWaiting, long parkedPosts, long parkedEvents) {}
