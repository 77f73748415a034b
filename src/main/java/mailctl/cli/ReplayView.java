package mailctl.cli;

import mailctl.webhook.Pass;
import mailctl.webhook.PostReplay;

/// What a pass over the inbox came to, in words and as JSON.
final class ReplayView {
  private ReplayView() {}

  static String sentence(Pass pass) {
    StringBuilder words = new StringBuilder();
    words
        .append(Counts.of(pass.posts(), "post"))
        .append(", ")
        .append(Counts.of(pass.events(), "event"));
    words.append(": ").append(pass.applied()).append(" new");
    words.append(", ").append(pass.duplicates()).append(" known already");
    if (pass.ignored() > 0) {
      words.append(", ").append(pass.ignored()).append(" not ours");
    }
    if (pass.parkedEvents() > 0) {
      words.append(", ").append(Counts.of(pass.parkedEvents(), "event")).append(" parked");
    }
    if (pass.parkedPosts() > 0) {
      words.append(", ").append(Counts.of(pass.parkedPosts(), "post")).append(" parked");
    }
    if (pass.failedPosts() > 0) {
      words.append(", ").append(Counts.of(pass.failedPosts(), "post")).append(" failed");
    }
    return words.toString();
  }

  static String sentence(PostReplay.Replayed replayed) {
    return sentence(replayed.pass())
        + (replayed.tooOld() == 0
            ? ""
            : ", " + Counts.of(replayed.tooOld(), "event") + " skipped: older than the history");
  }

  static JsonObject json(boolean dryRun, long replayed, Pass pass, long tooOld) {
    return Json.object()
        .put("dry_run", dryRun)
        .put("replayed_posts", replayed)
        .put("posts", pass.posts())
        .put("events", pass.events())
        .put("applied", pass.applied())
        .put("duplicates", pass.duplicates())
        .put("ignored", pass.ignored())
        .put("older_than_history", tooOld)
        .put("parked_events", pass.parkedEvents())
        .put("parked_posts", pass.parkedPosts())
        .put("failed_posts", pass.failedPosts());
  }
}
