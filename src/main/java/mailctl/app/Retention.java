package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import mailctl.delivery.HistoryPruning;
import mailctl.delivery.PrunedHistory;
import mailctl.webhook.PostPruning;
import mailctl.webhook.PrunedPosts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets what is older than the settings say, where they say so.
public final class Retention {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);
  private static final int STEPS_A_PASS = 10;

  private final PostPruning posts;
  private final HistoryPruning history;
  private final Settings.RetentionSection settings;
  private final InstantSource clock;

  Retention(
      PostPruning posts,
      HistoryPruning history,
      Settings.RetentionSection settings,
      InstantSource clock) {
    this.posts = requireNonNull(posts, "posts is null");
    this.history = requireNonNull(history, "history is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// One bounded pass; whether there is more to do at once.
  public boolean runOnce() {
    // What is in use now is for the next day.
    return settings.posts().map(this::prunePosts).orElse(false)
        | settings.history().map(this::pruneHistory).orElse(false);
  }

  private boolean prunePosts(Duration kept) {
    PrunedPosts pruned = posts.run(clock.instant().minus(kept), STEPS_A_PASS);
    if (pruned.posts() > 0 || pruned.refusals() > 0) {
      log.info(
          "pruned=posts posts={} bytes={} refusal_counts={}",
          pruned.posts(),
          pruned.bytes(),
          pruned.refusals());
    }
    return pruned.more();
  }

  private boolean pruneHistory(Duration kept) {
    PrunedHistory pruned = history.run(clock.instant().minus(kept), STEPS_A_PASS);
    if (pruned.rows() > 0 || !pruned.dropped().isEmpty()) {
      log.info(
          "pruned=history months={} rows={} bytes={}",
          pruned.dropped().size(),
          pruned.rows(),
          pruned.bytes());
    }
    if (!pruned.inUse().isEmpty()) {
      log.warn("pruned=history in_use={} will be tried again", pruned.inUse());
    }
    return pruned.more() && pruned.inUse().isEmpty();
  }
}
