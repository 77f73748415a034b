package mailctl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import mailctl.delivery.DeliveryStatus;
import mailctl.delivery.Doubts.Result;
import mailctl.delivery.Doubts.Word;

/// What became of requests in doubt by a person's word, in words and in JSON.
final class ResolveView {
  private final Word word;
  private final List<Result.Settled> settled;
  private final Map<String, Result.Refused> refused;
  private final boolean dryRun;

  /// @param refused by "request 7" or "delivery 7"
  ResolveView(
      Word word,
      List<Result.Settled> settled,
      Map<String, Result.Refused> refused,
      boolean dryRun) {
    this.word = word;
    this.settled = List.copyOf(settled);
    this.refused = new LinkedHashMap<>(refused);
    this.dryRun = dryRun;
  }

  void say(Session session) {
    refused.forEach((what, not) -> session.say(what + " was left alone: " + not.why()));
    // A plan is the answer; what has changed is news.
    Consumer<String> tell = dryRun ? session.terminal().out()::println : session::say;
    settled.forEach(each -> tell.accept(line(each)));
    if (settled.isEmpty() && refused.isEmpty()) {
      session.say("nothing of that email is in doubt");
    }
    if (dryRun) {
      session.say("dry run: nothing was changed");
    } else if (settled.stream()
        .anyMatch(each -> each.deliveries().containsKey(DeliveryStatus.QUEUED))) {
      session.say("the next sweep sends them");
    }
  }

  private String line(Result.Settled each) {
    Counts counts = new Counts();
    each.deliveries().forEach((status, count) -> counts.add(Counts.words(status), count));
    return "request "
        + each.id()
        + (dryRun ? " would be " : " is ")
        + Counts.words(each.state())
        + ": "
        + counts;
  }

  JsonObject json() {
    return Json.object()
        .put("word", word)
        .list("settled", settled, ResolveView::json)
        .list(
            "refused",
            refused.entrySet(),
            entry ->
                Json.object().put("what", entry.getKey()).put("reason", entry.getValue().why()))
        .put("dry_run", dryRun);
  }

  private static JsonObject json(Result.Settled each) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    each.deliveries()
        .forEach(
            (status, count) -> counts.put(status.name().toLowerCase(java.util.Locale.ROOT), count));
    return Json.object()
        .id("submission_id", each.id())
        .id("scheduled_email_id", each.email())
        .put("state", each.state())
        .put("recipients", each.recipients())
        .map("deliveries", counts);
  }
}
