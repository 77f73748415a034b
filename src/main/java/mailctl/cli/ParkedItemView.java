package mailctl.cli;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import mailctl.inspect.ParkedItem;

/// How what is parked looks as one list.
final class ParkedItemView {
  // Line breaks and tabs of JSON are harmless; what moves the cursor or turns text around is not.
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n\t]]");

  private ParkedItemView() {}

  static JsonObject json(ParkedItem item) {
    return Json.object()
        .id("id", ParkedId.of(item))
        .put("kind", item.kind())
        .id("webhook_post_id", item.webhookPostId())
        .put("element", item.element())
        .put("reason", item.reason())
        .put("detail", Optional.of(item.detail()).filter(detail -> !detail.isEmpty()))
        .put("origin", item.origin())
        .put("received_at", item.receivedAt())
        .put("parked_at", item.parkedAt())
        .put("tries", item.tries())
        .put("next_try_at", item.nextTryAt())
        .put("bytes", item.bytes())
        .put("discarded", item.discarding().map(ParkedItemView::json));
  }

  private static JsonObject json(ParkedItem.Discarding discarding) {
    return Json.object()
        .put("at", discarding.at())
        .put("by", discarding.by())
        .put("reason", discarding.reason());
  }

  static Table table(List<ParkedItem> items, Times times) {
    Table table = Table.of("ID", "SINCE", "TRIES", "NEXT TRY", "BYTES", "REASON");
    for (ParkedItem item : items) {
      table.row(
          ParkedId.of(item),
          times.show(item.parkedAt()),
          item.tries(),
          times.show(item.nextTryAt()),
          item.bytes(),
          why(item));
    }
    return table;
  }

  static Details details(ParkedItem item, Times times) {
    return new Details()
        .line("id", ParkedId.of(item))
        .line("post", item.element().map(n -> item.webhookPostId() + ", element " + n))
        .line("received", times.show(item.receivedAt()) + ", " + item.origin())
        .line("parked", times.show(item.parkedAt()))
        .line("reason", why(item))
        .line("tries", item.tries())
        .line("next try", item.nextTryAt().map(times::show))
        .line("discarded", item.discarding().map(it -> times.show(it.at()) + " by " + it.by()))
        .line("because", item.discarding().map(ParkedItem.Discarding::reason))
        .line("bytes", item.bytes())
        .line("what to do", advice(item));
  }

  /// What a person can do about it.
  static String advice(ParkedItem item) {
    if (item.discarding().isPresent()) {
      return "nothing; mailctl parked retry " + ParkedId.of(item) + " takes it back";
    }
    if (item.kind() == ParkedItem.Kind.POST) {
      return "look at the body: if it is no post of SendGrid's, discard it; after an update of"
          + " mailctl, retry it";
    }
    return switch (item.reason()) {
      case "unmatched", "unknown_delivery" ->
          item.nextTryAt().isPresent()
              ? "wait: its delivery is looked for again by itself"
              : "its delivery was looked for long enough: discard it, or retry it once the"
                  + " delivery is there";
      case "address_mismatch" -> "somebody made it up, or forwarded mail was touched: discard it";
      case "older_than_retention" ->
          "discard it: whether it was counted before can be told no more";
      default -> "look at the body: discard it, or retry it after an update of mailctl";
    };
  }

  private static String why(ParkedItem item) {
    String reason =
        item.kind() == ParkedItem.Kind.EVENT ? item.reason().replace('_', ' ') : item.reason();
    return item.detail().isEmpty() ? reason : reason + ": " + item.detail();
  }

  /// For any terminal: whoever posted it could make it move the cursor.
  static String safe(String text) {
    return UNSAFE.matcher(text).replaceAll(ParkedItemView::escape);
  }

  private static String escape(MatchResult match) {
    return "\\\\u%04x".formatted(match.group().codePointAt(0));
  }
}
