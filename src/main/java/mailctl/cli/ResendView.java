package mailctl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import mailctl.delivery.DeliveryId;
import mailctl.delivery.DeliveryStatus;
import mailctl.delivery.Resend;

/// What became of the deliveries that a person wanted to send once more, in words and in JSON.
final class ResendView {
  /// So many are listed one by one, for people.
  private static final int FEW = 20;

  private final Map<DeliveryId, String> refused;
  private final List<Resend.State> queued;
  private final boolean dryRun;

  /// @param refused why each of those was not queued
  /// @param queued where the others are now
  ResendView(Map<DeliveryId, String> refused, List<Resend.State> queued, boolean dryRun) {
    this.refused = new LinkedHashMap<>(refused);
    this.queued = List.copyOf(queued);
    this.dryRun = dryRun;
  }

  void say(Session session, boolean sent) {
    refused.forEach((id, why) -> session.say("delivery " + id + " was not queued: " + why));
    // A plan is the answer; what has changed is news.
    Consumer<String> tell = dryRun ? session.terminal().out()::println : session::say;
    if (queued.size() <= FEW) {
      queued.forEach(state -> tell.accept(line(state)));
    } else {
      tell.accept(
          Counts.of(queued.size(), "delivery")
              + (dryRun ? " would be sent once more" : " queued again: " + statuses()));
    }
    if (dryRun) {
      session.say("dry run: nothing was sent");
    } else if (!sent && !queued.isEmpty()) {
      session.say("the next sweep sends " + (queued.size() == 1 ? "it" : "them"));
    }
  }

  private Counts statuses() {
    Counts counts = new Counts();
    for (DeliveryStatus status : DeliveryStatus.values()) {
      counts.add(
          Counts.words(status), queued.stream().filter(state -> state.status() == status).count());
    }
    return counts;
  }

  private String line(Resend.State state) {
    String now = dryRun ? "would be sent once more" : "is " + Counts.words(state.status());
    String reason = state.reason().isEmpty() || dryRun ? "" : ": " + state.reason();
    return "delivery " + state.id() + " to " + state.address() + " " + now + reason;
  }

  JsonObject json() {
    return Json.object()
        .list("deliveries", queued, ResendView::json)
        .list(
            "refused",
            refused.entrySet(),
            entry -> Json.object().id("id", entry.getKey()).put("reason", entry.getValue()))
        .put("dry_run", dryRun);
  }

  private static JsonObject json(Resend.State state) {
    return Json.object()
        .id("id", state.id())
        .id("scheduled_email_id", state.email())
        .put("email", state.address())
        .put("status", state.status())
        .put("reason", state.reason());
  }
}
