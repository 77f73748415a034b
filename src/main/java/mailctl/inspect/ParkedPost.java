package mailctl.inspect;

import java.time.Instant;

/// A webhook post that could not be read at all; its bytes are kept.
public record ParkedPost(long id, Instant receivedAt, String origin, String reason, int bytes) {}
