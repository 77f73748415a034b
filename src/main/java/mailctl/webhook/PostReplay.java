package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import mailctl.database.Blame;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.delivery.AppliedEvents;
import mailctl.delivery.Difference;
import mailctl.delivery.ReceivedEvent;
import mailctl.delivery.WatchedApplication.Watched;
import mailctl.provider.PostParser;
import mailctl.suppression.ErasureStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Processes stored posts once more and tells what that changes: nothing, if all is well, since an
/// event that was applied before is a duplicate the second time. Posts go batch by batch, in id
/// order, each batch in a transaction of its own, or, in a rehearsal, rolled back by itself: then a
/// batch does not see what an earlier one would have changed. A batch that fails is tried again by
/// halves, until the post that makes it fail stands alone and is taken apart.
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
  /// @param tooOld events of processed posts that the history cannot know any more; left alone
  public record Replayed(Pass pass, long differences, long tooOld) {
    Replayed plus(Replayed other) {
      return new Replayed(
          pass.plus(other.pass), differences + other.differences, tooOld + other.tooOld);
    }
  }

  private record Batch(Pass pass, List<Difference> differences, int tooOld, long last) {}

  private final Database database;
  private final PostParser parser;
  private final WatchedSink sink;
  private final WebhookPostStore posts;
  private final ParkedEventStore parked;
  private final ReplayStore stored = new ReplayStore();
  private final NotificationStore notifications = new NotificationStore();
  private final ErasureStore erasures = new ErasureStore();
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
    Replayed all = new Replayed(Pass.NOTHING, 0, 0);
    Optional<ReplayStore.Range> range = database.transaction(tx -> stored.range(tx, choice));
    long next = range.map(ReplayStore.Range::first).orElse(0L);
    long last = range.map(ReplayStore.Range::last).orElse(-1L);
    int most = MAX_POSTS;
    while (next <= last) {
      Optional<Batch> tried = batch(choice, next, last, most, rehearse);
      if (tried.isEmpty()) {
        most = most / 2;
        continue;
      }
      Batch batch = tried.get();
      batch.differences().forEach(each);
      all = all.plus(new Replayed(batch.pass(), batch.differences().size(), batch.tooOld()));
      next = batch.last() + 1;
      most = Math.min(MAX_POSTS, 2 * most);
    }
    return all;
  }

  /// Tells every daemon that there may be something to do: posts, and deliveries that became due.
  public void wakeOthers() {
    database.run(notifications::notifyInbox);
  }

  /// Empty when it failed and is worth being tried with fewer posts.
  private Optional<Batch> batch(
      Choice choice, long next, long last, int maxPosts, boolean rehearse) {
    try {
      return Optional.of(in(rehearse, tx -> apply(tx, choice, next, last, maxPosts)));
    } catch (RuntimeException e) {
      if (Blame.isTheServers(e) || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      if (maxPosts > 1) {
        log.warn("replay=batch_failed from={} posts={} error=\"{}\"", next, maxPosts, e.toString());
        return Optional.empty();
      }
      // As it was: it was processed, or parked with its reason, and stays so.
      long failed =
          database.transaction(tx -> stored.lock(tx, choice, next, last, 1, 1)).stream()
              .findFirst()
              .map(each -> each.post().id().value())
              .orElse(last);
      log.error("post={} replay=failed", failed, e);
      return Optional.of(new Batch(Pass.failed(), List.of(), 0, failed));
    }
  }

  private Batch apply(Tx tx, Choice choice, long next, long last, int maxPosts) {
    erasures.enter(tx);
    List<ReplayStore.Stored> locked = stored.lock(tx, choice, next, last, maxPosts, MAX_BYTES);
    if (locked.isEmpty()) {
      return new Batch(Pass.NOTHING, List.of(), 0, last);
    }
    // What was processed before has been counted; a parked or a waiting one has not.
    boolean counted = locked.getFirst().state() == PostState.PROCESSED;
    List<WebhookPost> alike =
        locked.stream()
            .takeWhile(each -> (each.state() == PostState.PROCESSED) == counted)
            .map(ReplayStore.Stored::post)
            .toList();
    List<WebhookPostId> ids = alike.stream().map(WebhookPost::id).toList();
    SortedMap<String, String> before = stored.parked(tx, ids);
    Watching watching = new Watching(counted ? Optional.of(before.keySet()) : Optional.empty());
    PostApplication application =
        new PostApplication(
            parser,
            watching,
            posts,
            parked,
            counted ? IgnoredEventStore.silent() : new IgnoredEventStore());
    Pass pass =
        maxPosts == 1
            ? application.applyNarrowed(tx, alike.getFirst(), clock.instant())
            : application.apply(tx, alike, clock.instant());
    List<Difference> differences = new ArrayList<>(watching.differences);
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
    return new Batch(pass, differences, watching.tooOld, ids.get(pass.posts() - 1).value());
  }

  /// Notes what changes. An event of a processed post was dealt with then; when it is older than
  /// the history by now, that can be found there no more, so it is left alone.
  private final class Watching implements EventSink {
    private final Optional<Set<String>> parkedOfProcessed;
    private final List<Difference> differences = new ArrayList<>();
    private int tooOld;

    Watching(Optional<Set<String>> parkedOfProcessed) {
      this.parkedOfProcessed = parkedOfProcessed;
    }

    @Override
    public AppliedEvents apply(Tx tx, List<ReceivedEvent> events) {
      Watched watched = sink.apply(tx, events);
      differences.addAll(watched.differences());
      AppliedEvents applied = watched.applied();
      List<AppliedEvents.Unapplied> toPark =
          applied.unapplied().stream().filter(each -> !isDealtWith(each)).toList();
      tooOld += applied.unapplied().size() - toPark.size();
      return new AppliedEvents(
          applied.applied(),
          applied.duplicates(),
          applied.otherInstallation(),
          applied.notAboutAMessage(),
          toPark);
    }

    private boolean isDealtWith(AppliedEvents.Unapplied each) {
      return each.reason() == AppliedEvents.Reason.OLDER_THAN_RETENTION
          && parkedOfProcessed
              .filter(
                  parked ->
                      !parked.contains(
                          ReplayStore.place(each.event().postId(), each.event().element())))
              .isPresent();
    }
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
}
