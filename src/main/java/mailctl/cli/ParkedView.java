package mailctl.cli;

import java.util.List;
import java.util.Optional;
import mailctl.inspect.ParkedEvent;
import mailctl.inspect.ParkedPost;

/// How parked posts and events look.
final class ParkedView {
  private ParkedView() {}

  static JsonObject json(ParkedPost post) {
    return Json.object()
        .id("id", post.id())
        .put("received_at", post.receivedAt())
        .put("origin", post.origin())
        .put("reason", post.reason())
        .put("bytes", post.bytes());
  }

  static JsonObject json(ParkedEvent event) {
    return Json.object()
        .id("id", event.id())
        .id("webhook_post_id", event.webhookPostId())
        .put("element", event.element())
        .put("reason", event.reason())
        .put("detail", Optional.of(event.detail()).filter(detail -> !detail.isEmpty()))
        .put("parked_at", event.parkedAt())
        .put("tries", event.tries())
        .put("next_match_at", event.nextMatchAt())
        .put("bytes", event.bytes());
  }

  static Table table(List<ParkedPost> posts, List<ParkedEvent> events, Times times) {
    Table table = Table.of("KIND", "ID", "SINCE", "NEXT TRY", "BYTES", "REASON");
    for (ParkedPost post : posts) {
      table.row("post", post.id(), times.show(post.receivedAt()), "-", post.bytes(), post.reason());
    }
    for (ParkedEvent event : events) {
      table.row(
          "event",
          event.id(),
          times.show(event.parkedAt()),
          times.show(event.nextMatchAt()),
          event.bytes(),
          why(event));
    }
    return table;
  }

  static Details details(ParkedPost post, Times times) {
    return new Details()
        .line("post", post.id())
        .line("received", times.show(post.receivedAt()))
        .line("origin", post.origin())
        .line("reason", post.reason())
        .line("bytes", post.bytes());
  }

  static Details details(ParkedEvent event, Times times) {
    return new Details()
        .line("event", event.id())
        .line("post", event.webhookPostId() + ", element " + event.element())
        .line("parked", times.show(event.parkedAt()))
        .line("reason", why(event))
        .line("tries", event.tries())
        .line("next try", event.nextMatchAt().map(times::show))
        .line("bytes", event.bytes());
  }

  private static String why(ParkedEvent event) {
    String reason = event.reason().replace('_', ' ');
    return event.detail().isEmpty() ? reason : reason + ": " + event.detail();
  }
}
