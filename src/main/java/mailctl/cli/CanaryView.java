package mailctl.cli;

import mailctl.campaign.ScheduledEmailId;
import mailctl.delivery.Canary;

/// The first recipients of an email, in words and in JSON.
final class CanaryView {
  private CanaryView() {}

  /// What waits, or what was decided and why.
  static String words(Canary canary) {
    String heldBack = Counts.number(canary.heldBack());
    return switch (canary.state()) {
      case PROBING ->
          Counts.number(canary.recipients())
              + " go first; "
              + heldBack
              + " wait for what becomes of them (heard of "
              + canary.heard()
              + ": "
              + canary.bounced()
              + " bounced, "
              + canary.blocked()
              + " blocked, "
              + canary.complained()
              + " complained)";
      case PASSED -> "passed, the rest goes on; " + canary.words();
      case FAILED -> "failed, " + heldBack + " are held back: " + canary.words();
      case RELEASED -> "released: " + canary.words();
    };
  }

  /// How it goes on.
  static String next(Canary canary, ScheduledEmailId email) {
    return switch (canary.state()) {
      case PROBING ->
          "serve or the next sweep decides and goes on; to wait for it: mailctl send --id "
              + email
              + " --wait; not to wait: mailctl send --id "
              + email
              + " --canary off";
      case FAILED ->
          "to go on all the same: mailctl send --id "
              + email
              + "; to end it: mailctl schedule cancel "
              + email;
      case PASSED, RELEASED -> "";
    };
  }

  static JsonObject json(Canary canary) {
    return Json.object()
        .put("state", canary.state())
        .put("share", canary.share())
        .put("recipients", canary.recipients())
        .put("held_back", canary.heldBack())
        .put("heard", canary.heard())
        .put("bounced", canary.bounced())
        .put("blocked", canary.blocked())
        .put("complained", canary.complained())
        .put("words", words(canary))
        .put("started_at", canary.startedAt())
        .put("decided_at", canary.decidedAt());
  }
}
