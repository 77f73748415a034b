package mailctl.cli;

import mailctl.inspect.InboxState;

/// How the webhook inbox stands.
final class InboxView {
  private InboxView() {}

  static JsonObject json(InboxState inbox) {
    return Json.object()
        .put("waiting", inbox.waiting())
        .put("oldest_waiting_at", inbox.oldestWaiting())
        .put("parked_posts", inbox.parkedPosts())
        .put("parked_events", inbox.parkedEvents());
  }

  static Details lines(Details details, InboxState inbox, Times times) {
    return details
        .line("posts waiting", inbox.waiting())
        .line("oldest waiting", inbox.oldestWaiting().map(times::show))
        .line("posts parked", inbox.parkedPosts())
        .line("events parked", inbox.parkedEvents());
  }
}
