package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import mailctl.database.Database;

/// Forgets old posts, in short transactions. What waits or is parked stays, however old it is; what
/// was discarded goes, and so do the counts of what was refused. Safe beside itself and everything
/// else.
public final class PostPruning {
  private static final int STEP = 10_000;

  private final Database database;
  private final PostPruneStore store = new PostPruneStore();
  private final int step;

  public PostPruning(Database database) {
    this(database, STEP);
  }

  PostPruning(Database database, int step) {
    this.database = requireNonNull(database, "database is null");
    this.step = step;
  }

  /// What `run` would take, as long as nothing else happens.
  public PrunedPosts rehearse(Instant olderThan) {
    return database.transaction(
        tx -> {
          PostPruneStore.Step all = store.count(tx, olderThan);
          return new PrunedPosts(
              all.posts(),
              all.bytes(),
              store.countRefusals(tx, olderThan),
              store.countKept(tx, olderThan),
              false);
        });
  }

  /// Takes those received before.
  public PrunedPosts run(Instant olderThan, int maxSteps) {
    long posts = 0;
    long bytes = 0;
    Optional<PostPruneStore.Place> place = Optional.of(PostPruneStore.Place.START);
    for (int steps = 0; place.isPresent() && steps < maxSteps; steps++) {
      PostPruneStore.Place from = place.get();
      PostPruneStore.Step taken =
          database.transaction(tx -> store.delete(tx, olderThan, from, step));
      posts += taken.posts();
      bytes += taken.bytes();
      place = taken.next();
    }
    return new PrunedPosts(
        posts,
        bytes,
        // A row for an hour and a reason: few, however much was refused.
        database.transaction(tx -> store.deleteRefusals(tx, olderThan)),
        place.isPresent() ? 0 : database.transaction(tx -> store.countKept(tx, olderThan)),
        place.isPresent());
  }
}
