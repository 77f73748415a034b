package mailctl.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.delivery.PrunedHistory;
import mailctl.webhook.PrunedPosts;

/// What was, or would be, forgotten.
final class PruneView {
  private PruneView() {}

  static JsonObject json(
      boolean dryRun,
      Optional<Instant> postLimit,
      Optional<PrunedPosts> posts,
      Optional<PrunedHistory> history) {
    return Json.object()
        .put("dry_run", dryRun)
        .put("posts", posts.map(it -> json(it, postLimit.orElseThrow())))
        .put("history", history.map(PruneView::json));
  }

  private static JsonObject json(PrunedPosts posts, Instant limit) {
    return Json.object()
        .put("received_before", limit)
        .put("rows", posts.posts())
        .put("bytes", posts.bytes())
        .put("refusal_counts", posts.refusals())
        .put("kept", posts.kept());
  }

  private static JsonObject json(PrunedHistory history) {
    return Json.object()
        .put("since", history.since())
        .put("rows", history.rows())
        .put("bytes", history.bytes())
        .list(
            "partitions_dropped",
            history.dropped(),
            month ->
                Json.object()
                    .put("month", month.month().toString())
                    .put("rows", month.rows())
                    .put("bytes", month.bytes()))
        .texts("months_in_use", history.inUse().stream().map(Object::toString).toList())
        .put("default_rows_deleted", history.deletedRows())
        .put("kept_ahead", history.keptAhead());
  }

  static String words(Optional<PrunedPosts> posts, Optional<PrunedHistory> history) {
    List<String> words = new ArrayList<>();
    posts.ifPresent(
        it ->
            words.add(
                Counts.of(it.posts(), "post")
                    + " ("
                    + size(it.bytes())
                    + ")"
                    + (it.refusals() == 0
                        ? ""
                        : " and " + Counts.of(it.refusals(), "count") + " of refused ones")));
    history.ifPresent(
        it ->
            words.add(
                Counts.of(it.dropped().size(), "month")
                    + " of history and "
                    + Counts.of(it.deletedRows(), "event")
                    + " outside them ("
                    + Counts.of(it.rows(), "event")
                    + ", "
                    + size(it.bytes())
                    + ")"));
    return String.join(", ", words);
  }

  static void say(
      Session session,
      boolean dryRun,
      Optional<PrunedPosts> posts,
      Optional<PrunedHistory> history) {
    session.say((dryRun ? "would forget " : "forgot ") + words(posts, history));
    posts
        .filter(it -> it.kept() > 0)
        .ifPresent(
            it ->
                session.say(
                    Counts.of(it.kept(), "older post")
                        + " stay: they wait or are parked; mailctl parked list"));
    history
        .filter(it -> it.keptAhead() > 0)
        .ifPresent(
            it ->
                session.say(
                    Counts.of(it.keptAhead(), "event")
                        + " of absurd times ahead stay, for no retention reaches them"));
    history
        .filter(it -> !it.inUse().isEmpty())
        .ifPresent(it -> session.say("in use, try again later: " + it.inUse()));
  }

  private static String size(long bytes) {
    if (bytes < 10_000) {
      return bytes + " bytes";
    }
    return bytes < 10_000_000 ? bytes / 1_000 + " kB" : bytes / 1_000_000 + " MB";
  }
}
