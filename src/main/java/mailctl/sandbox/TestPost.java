package mailctl.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/// The post with which SendGrid tests a webhook: an event of each kind, about nobody.
final class TestPost {
  private static final List<String> EVENTS =
      List.of(
          "processed",
          "deferred",
          "delivered",
          "open",
          "click",
          "bounce",
          "dropped",
          "spamreport",
          "unsubscribe",
          "group_unsubscribe",
          "group_resubscribe");

  private TestPost() {}

  /// In SendGrid's form: no blanks, ended by a line feed.
  static byte[] body(Instant now) {
    String run = UUID.randomUUID().toString();
    return EVENTS.stream()
        .map(event -> element(event, now, run))
        .collect(Collectors.joining(",", "[", "]\n"))
        .getBytes(UTF_8);
  }

  private static String element(String event, Instant now, String run) {
    return ("{\"email\":\"example@test.com\",\"timestamp\":%d,\"event\":\"%s\","
            + "\"sg_event_id\":\"%s-%s\",\"sg_message_id\":\"test.filter0001.1.0\"}")
        .formatted(now.getEpochSecond(), event, event, run);
  }
}
