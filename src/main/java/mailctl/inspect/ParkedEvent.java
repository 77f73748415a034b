package mailctl.inspect;

import java.time.Instant;
import java.util.Optional;

/// An element of a webhook post that could not be applied; its bytes are kept.
///
/// @param element its place in the post, from 0
/// @param nextMatchAt when its delivery is looked for again; empty when time will not mend it
public record ParkedEvent(
    long id,
    long webhookPostId,
    int element,
    String reason,
    String detail,
    Instant parkedAt,
    int tries,
    Optional<Instant> nextMatchAt,
    int bytes) {}
