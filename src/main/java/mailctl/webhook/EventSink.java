package mailctl.webhook;

import java.util.List;
import mailctl.database.Tx;
import mailctl.delivery.AppliedEvents;
import mailctl.delivery.ReceivedEvent;

/// Where provider events go: `delivery`'s event application.
public interface EventSink {
  AppliedEvents apply(Tx tx, List<ReceivedEvent> events);
}
