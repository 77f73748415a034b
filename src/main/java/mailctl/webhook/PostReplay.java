package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import mailctl.database.Database;
import mailctl.database.DatabaseUnavailableException;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.delivery.Difference;
import mailctl.delivery.ReceivedEvent;
import mailctl.delivery.WatchedApplication.Watched;
import mailctl.provider.PostParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Processes stored posts once more and tells what that changes: nothing, if all is well, since an
/// event that was applied before is a duplicate the second time. Posts go batch by batch, in id
/// order, each batch in a transaction of its own, or, in a rehearsal, rolled back by itself: then a
/// batch does not see what an earlier one would have changed.
public final class PostReplay {
  private static final Logger log = LoggerFactory.getLogger(PostReplay.class);
  private static final int MAX_POSTS = 500;
  private static final long MAX_BYTES = 768 * 1024;

  /// Applies events and tells what that changed: `delivery`'s watched application.
  public interface WatchedSink {
    Watched apply(Tx tx, List<ReceivedEvent> events);
  }

  /// Which posts.
  public sealed interface Choice {
    record These(List<WebhookPostId> ids) implements Choice {
      public These {
        ids = List.copyOf(ids);
      }
    }

    /// From `from` on and before `until`.
    record Received(Instant from, Instant until) implements Choice {}
  }

  /// @param differences how many were told
  public record Replayed(Pass pass, long differences) {
    Replayed plus(Replayed other) {
      return new Replayed(pass.plus(other.pass), differences + other.differences);
    }
  }

  private record Batch(Pass pass, List<Difference> differences, long last) {}

  private final Database database;
  private final PostParser parser;
  private final WatchedSink sink;
  private final WebhookPostStore posts;
  private final ParkedEventStore parked;
  private final ReplayStore stored = new ReplayStore();
  private final NotificationStore notifications = new NotificationStore();
  private final InstantSource clock;

  public PostReplay(
      Database database,
      PostParser parser,
      WatchedSink sink,
      WebhookPostStore posts,
      ParkedEventStore parked,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.parser = requireNonNull(parser, "parser is null");
    this.sink = requireNonNull(sink, "sink is null");
    this.posts = requireNonNull(posts, "posts is null");
    this.parked = requireNonNull(parked, "parked is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// How many posts there are to process.
  ///
  /// @throws Refusal (NOT_FOUND) when one was named that does not exist
  public long count(Choice choice) {
    return database.transaction(
        tx -> {
          if (choice instanceof Choice.These(var ids)) {
            requireAll(tx, ids);
          }
          return stored.range(tx, choice).map(ReplayStore.Range::posts).orElse(0L);
        });
  }

  /// Processes them in this process, whether others work on the inbox or not.
  ///
  /// @param each gets every difference, before and after
  public Replayed run(Choice choice, boolean rehearse, Consumer<Difference> each) {
    Replayed all = new Replayed(Pass.NOTHING, 0);
    Optional<ReplayStore.Range> range = database.transaction(tx -> stored.range(tx, choice));
    long next = range.map(ReplayStore.Range::first).orElse(0L);
    long last = range.map(ReplayStore.Range::last).orElse(-1L);
    while (next <= last) {
      Batch batch = batch(choice, next, last, rehearse);
      batch.differences().forEach(each);
      all = all.plus(new Replayed(batch.pass(), batch.differences().size()));
      next = batch.last() + 1;
    }
    return all;
  }

  /// Tells every daemon that there may be something to do: posts, and deliveries that became due.
  public void wakeOthers() {
    database.run(notifications::notifyInbox);
  }

  private Batch batch(Choice choice, long next, long last, boolean rehearse) {
    try {
      return in(rehearse, tx -> apply(tx, choice, next, last, MAX_POSTS));
    } catch (RuntimeException e) {
      rethrowUnlessOfThePosts(e);
      log.warn("replay=batch_failed from={} error=\"{}\"", next, e.toString());
    }
    try {
      return in(rehearse, tx -> apply(tx, choice, next, last, 1));
    } catch (RuntimeException e) {
      rethrowUnlessOfThePosts(e);
      // As it was: it was processed, or parked with its reason, and stays so.
      long failed =
          database.transaction(tx -> stored.lock(tx, choice, next, last, 1, 1)).stream()
              .findFirst()
              .map(each -> each.post().id().value())
              .orElse(last);
      log.error("post={} replay=failed", failed, e);
      return new Batch(Pass.failed(), List.of(), failed);
    }
  }

  private Batch apply(Tx tx, Choice choice, long next, long last, int maxPosts) {
    List<ReplayStore.Stored> locked = stored.lock(tx, choice, next, last, maxPosts, MAX_BYTES);
    if (locked.isEmpty()) {
      return new Batch(Pass.NOTHING, List.of(), last);
    }
    // What was processed before has been counted; a parked or a waiting one has not.
    boolean counted = locked.getFirst().state() == PostState.PROCESSED;
    List<WebhookPost> alike =
        locked.stream()
            .takeWhile(each -> (each.state() == PostState.PROCESSED) == counted)
            .map(ReplayStore.Stored::post)
            .toList();
    List<WebhookPostId> ids = alike.stream().map(WebhookPost::id).toList();
    List<Difference> differences = new ArrayList<>();
    SortedMap<String, String> before = stored.parked(tx, ids);
    PostApplication application =
        new PostApplication(
            parser,
            (each, events) -> {
              Watched watched = sink.apply(each, events);
              differences.addAll(watched.differences());
              return watched.applied();
            },
            posts,
            parked,
            counted ? IgnoredEventStore.silent() : new IgnoredEventStore());
    Pass pass = application.apply(tx, alike, clock.instant());
    SortedMap<String, String> after = stored.parked(tx, ids.subList(0, pass.posts()));
    TreeSet<String> places = new TreeSet<>(after.keySet());
    ids.subList(0, pass.posts()).forEach(id -> places.addAll(of(id, before)));
    for (String place : places) {
      String old = before.getOrDefault(place, "");
      String anew = after.getOrDefault(place, "");
      if (!old.equals(anew)) {
        differences.add(Difference.of(place, old, anew));
      }
    }
    return new Batch(pass, differences, ids.get(pass.posts() - 1).value());
  }

  private static Collection<String> of(WebhookPostId id, SortedMap<String, String> places) {
    String post = "post " + id;
    return places.keySet().stream()
        .filter(place -> place.equals(post) || place.startsWith(post + " "))
        .toList();
  }

  private <T> T in(boolean rehearse, Function<Tx, T> work) {
    return rehearse ? database.rehearse(work) : database.transaction(work);
  }

  private void requireAll(Tx tx, List<WebhookPostId> ids) {
    TreeSet<Long> unknown = new TreeSet<>();
    for (WebhookPostId id : ids) {
      if (posts.find(tx, id).isEmpty()) {
        unknown.add(id.value());
      }
    }
    if (!unknown.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.NOT_FOUND,
          "no webhook post " + unknown.first() + " in " + database.location(),
          "mailctl replay --since 2h --dry-run");
    }
  }

  private static void rethrowUnlessOfThePosts(RuntimeException e) {
    if (e instanceof DatabaseUnavailableException || Thread.currentThread().isInterrupted()) {
      throw e;
    }
  }
}
