package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import mailctl.database.Blame;
import mailctl.database.Tx;
import mailctl.delivery.AppliedEvents;
import mailctl.delivery.ReceivedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies what can be applied of a batch that fails as a whole: halves it until the elements that
/// make it fail stand alone. For one post.
final class Narrowing implements EventSink {
  private static final Logger log = LoggerFactory.getLogger(Narrowing.class);

  /// More of them in one post, and it is not the elements that are wrong.
  private static final int MAX_REFUSED = 20;

  /// An element that alone cannot be applied, and why.
  record Refused(ReceivedEvent event, String reason) {}

  private final EventSink sink;
  private final List<Refused> refused = new ArrayList<>();

  Narrowing(EventSink sink) {
    this.sink = requireNonNull(sink, "sink is null");
  }

  List<Refused> refused() {
    return List.copyOf(refused);
  }

  @Override
  public AppliedEvents apply(Tx tx, List<ReceivedEvent> events) {
    try {
      return tx.attempt(() -> sink.apply(tx, events));
    } catch (RuntimeException e) {
      if (Blame.isTheServers(e) || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      if (events.size() > 1) {
        int half = events.size() / 2;
        return apply(tx, events.subList(0, half))
            .plus(apply(tx, events.subList(half, events.size())));
      }
      return refuse(events.getFirst(), e);
    }
  }

  private AppliedEvents refuse(ReceivedEvent event, RuntimeException e) {
    if (refused.size() == MAX_REFUSED) {
      throw e;
    }
    log.error("post={} element={} refused", event.postId(), event.element(), e);
    refused.add(new Refused(event, DatabaseText.of(e)));
    return AppliedEvents.NOTHING;
  }
}
