package mailctl.app;

import java.time.Duration;
import mailctl.daemon.HookedService;
import mailctl.daemon.PollLoop;
import mailctl.daemon.Schedule;
import mailctl.daemon.Service;
import mailctl.daemon.Waiter;
import mailctl.webhook.RefusalCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Refused posts are written down in bunches, whatever comes in.
final class RefusalService {
  private static final Logger log = LoggerFactory.getLogger(RefusalService.class);
  private static final Duration EVERY = Duration.ofSeconds(10);

  private RefusalService() {}

  static Service of(RefusalCounter refusals) {
    PollLoop loop =
        new PollLoop(
            "refusals",
            () -> {
              refusals.flush();
              return false;
            },
            new Waiter(),
            Schedule.every(EVERY));
    return HookedService.onEnd(loop, () -> flush(refusals));
  }

  private static void flush(RefusalCounter refusals) {
    try {
      refusals.flush();
    } catch (RuntimeException e) {
      log.warn("refusals=lost error=\"{}\"", e.toString());
    }
  }
}
