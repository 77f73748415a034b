package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import mailctl.database.Tx;
import mailctl.delivery.AppliedEvents;
import mailctl.delivery.ReceivedEvent;
import mailctl.provider.ParsedPost;
import mailctl.provider.PostParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads claimed posts and applies what they say, in the claiming transaction.
final class PostApplication {
  static final int MAX_EVENTS = 2_000;

  private static final Logger log = LoggerFactory.getLogger(PostApplication.class);

  private final PostParser parser;
  private final EventSink sink;
  private final WebhookPostStore posts;
  private final ParkedEventStore parked;
  private final IgnoredEventStore ignored;
  private final ErasedPosts erased;

  PostApplication(
      PostParser parser,
      EventSink sink,
      WebhookPostStore posts,
      ParkedEventStore parked,
      IgnoredEventStore ignored) {
    this.parser = requireNonNull(parser, "parser is null");
    this.sink = requireNonNull(sink, "sink is null");
    this.posts = requireNonNull(posts, "posts is null");
    this.parked = requireNonNull(parked, "parked is null");
    this.ignored = requireNonNull(ignored, "ignored is null");
    this.erased = new ErasedPosts(parser);
  }

  /// Takes posts from the front until the batch is full; the rest keep their state.
  Pass apply(Tx tx, List<WebhookPost> claimed, Instant now) {
    return apply(tx, claimed, sink, now);
  }

  /// What can be applied of a post that cannot be applied whole; the elements that keep it from
  /// that are parked.
  Pass applyNarrowed(Tx tx, WebhookPost post, Instant now) {
    return apply(tx, List.of(post), new Narrowing(sink), now);
  }

  private Pass apply(Tx tx, List<WebhookPost> claimed, EventSink into, Instant now) {
    boolean anyErased = erased.any(tx);
    int parkedPosts = 0;
    Map<WebhookPostId, Integer> read = new LinkedHashMap<>();
    Map<ElementPlace, byte[]> bodies = new LinkedHashMap<>();
    List<ReceivedEvent> events = new ArrayList<>();
    List<ParkedEventStore.Entry> toPark = new ArrayList<>();
    List<WebhookPostId> taken = new ArrayList<>();
    for (WebhookPost post : claimed) {
      switch (parser.parse(anyErased ? named(tx, post, now) : post.body())) {
        case ParsedPost.Malformed(String reason) -> {
          posts.park(tx, post.id(), DatabaseText.clean(reason), now);
          log.info("post={} state=parked reason=\"{}\"", post.id(), reason);
          parkedPosts++;
        }
        case ParsedPost.Elements(List<ParsedPost.Element> elements) -> {
          if (!events.isEmpty() && events.size() + elements.size() > MAX_EVENTS) {
            return finish(tx, into, taken, read, events, bodies, toPark, parkedPosts, now);
          }
          read.put(post.id(), elements.size());
          for (ParsedPost.Element element : elements) {
            switch (element) {
              case ParsedPost.Readable(int index, byte[] body, var event) -> {
                events.add(new ReceivedEvent(post.id().value(), index, event, post.receivedAt()));
                bodies.put(new ElementPlace(post.id().value(), index), body);
              }
              case ParsedPost.Unreadable(int index, byte[] body, String reason) ->
                  toPark.add(
                      new ParkedEventStore.Entry(
                          post.id(), index, ParkedReason.MALFORMED, reason, body));
            }
          }
        }
      }
      taken.add(post.id());
    }
    return finish(tx, into, taken, read, events, bodies, toPark, parkedPosts, now);
  }

  /// The body, in which people who were forgotten meanwhile are named no more.
  private byte[] named(Tx tx, WebhookPost post, Instant now) {
    byte[] clean = erased.clean(tx, post.body());
    if (clean != post.body()) {
      posts.rewrite(tx, post.id(), clean, now);
    }
    return clean;
  }

  private Pass finish(
      Tx tx,
      EventSink into,
      List<WebhookPostId> taken,
      Map<WebhookPostId, Integer> read,
      List<ReceivedEvent> events,
      Map<ElementPlace, byte[]> bodies,
      List<ParkedEventStore.Entry> toPark,
      int parkedPosts,
      Instant now) {
    // Before any delivery is locked: whoever matches parked events locks them first, too.
    Set<ElementPlace> discarded = parked.dropOf(tx, taken);
    events.removeIf(each -> discarded.contains(new ElementPlace(each.postId(), each.element())));
    toPark.removeIf(
        each -> discarded.contains(new ElementPlace(each.post().value(), each.element())));
    int applied = 0;
    int duplicates = 0;
    SortedMap<IgnoredEventStore.Key, Integer> ignoredCounts = new TreeMap<>();
    for (int from = 0; from < events.size(); from += MAX_EVENTS) {
      List<ReceivedEvent> batch = events.subList(from, Math.min(from + MAX_EVENTS, events.size()));
      AppliedEvents result = into.apply(tx, batch);
      applied += result.applied();
      duplicates += result.duplicates();
      countIgnored(ignoredCounts, result, batch.getFirst().receivedAt());
      for (AppliedEvents.Unapplied each : result.unapplied()) {
        toPark.add(entry(each.event(), ParkedReason.of(each.reason()), each.detail(), bodies));
      }
    }
    if (into instanceof Narrowing narrowing) {
      for (Narrowing.Refused each : narrowing.refused()) {
        toPark.add(entry(each.event(), ParkedReason.REFUSED, each.reason(), bodies));
      }
    }
    parked.park(tx, toPark, now);
    posts.markProcessed(tx, read, now);
    ignored.add(tx, ignoredCounts);
    read.forEach((id, count) -> log.debug("post={} state=processed events={}", id, count));
    return new Pass(
        taken.size(),
        events.size(),
        applied,
        duplicates,
        ignoredCounts.values().stream().mapToInt(Integer::intValue).sum(),
        toPark.size(),
        parkedPosts,
        0);
  }

  private static ParkedEventStore.Entry entry(
      ReceivedEvent event, ParkedReason reason, String detail, Map<ElementPlace, byte[]> bodies) {
    return new ParkedEventStore.Entry(
        new WebhookPostId(event.postId()),
        event.element(),
        reason,
        detail,
        requireNonNull(
            bodies.get(new ElementPlace(event.postId(), event.element())),
            "an event of another batch"));
  }

  static void countIgnored(
      SortedMap<IgnoredEventStore.Key, Integer> counts, AppliedEvents result, Instant receivedAt) {
    LocalDate day = LocalDate.ofInstant(receivedAt, ZoneOffset.UTC);
    counts.merge(
        new IgnoredEventStore.Key(day, "other_installation"),
        result.otherInstallation(),
        Integer::sum);
    counts.merge(
        new IgnoredEventStore.Key(day, "not_about_a_message"),
        result.notAboutAMessage(),
        Integer::sum);
  }
}
