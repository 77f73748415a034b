package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import mailctl.provider.ProviderEvent;

/// A provider event and the place in the inbox where it came from.
public record ReceivedEvent(long postId, int element, ProviderEvent event, Instant receivedAt) {
  public ReceivedEvent {
    requireNonNull(event, "event is null");
    requireNonNull(receivedAt, "receivedAt is null");
  }
}
