package mailctl.webhook;

import java.util.List;
import org.slf4j.MDC;

/// Has every line that is logged about posts say which: `post=17`, or `post=17-40` while several
/// are applied at once, from the lowest to the highest.
final class PostTrail {
  private static final String KEY = "post";

  private PostTrail() {}

  /// Until closed, for this thread.
  static MDC.MDCCloseable of(List<WebhookPostId> posts) {
    return MDC.putCloseable(KEY, words(posts));
  }

  static String words(List<WebhookPostId> posts) {
    long first = posts.stream().mapToLong(WebhookPostId::value).min().orElse(0);
    long last = posts.stream().mapToLong(WebhookPostId::value).max().orElse(0);
    return first == last ? Long.toString(first) : first + "-" + last;
  }
}
