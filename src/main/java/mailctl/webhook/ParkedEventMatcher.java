package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import mailctl.database.Blame;
import mailctl.database.Database;
import mailctl.database.Tx;
import mailctl.delivery.AppliedEvents;
import mailctl.delivery.ReceivedEvent;
import mailctl.provider.ParsedPost;
import mailctl.provider.PostParser;
import mailctl.suppression.ErasureStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again for the deliveries of parked events. Safe beside copies of itself and beside the
/// processor.
public final class ParkedEventMatcher {
  private static final Logger log = LoggerFactory.getLogger(ParkedEventMatcher.class);

  /// What one pass did: looked at, found a home for, left parked.
  public record Matched(int looked, int applied, int stillParked) {
    Matched plus(Matched other) {
      return new Matched(
          looked + other.looked, applied + other.applied, stillParked + other.stillParked);
    }
  }

  private final Database database;
  private final PostParser parser;
  private final EventSink sink;
  private final ParkedEventStore parked;
  private final IgnoredEventStore ignored = new IgnoredEventStore();
  private final ErasureStore erasures = new ErasureStore();
  private final InstantSource clock;

  public ParkedEventMatcher(
      Database database,
      PostParser parser,
      EventSink sink,
      ParkedEventStore parked,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.parser = requireNonNull(parser, "parser is null");
    this.sink = requireNonNull(sink, "sink is null");
    this.parked = requireNonNull(parked, "parked is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// One bounded batch of those that are due; each is either gone afterwards or due later.
  public Matched runOnce() {
    Instant now = clock.instant();
    List<Long> batch = new ArrayList<>();
    try {
      return database.transaction(
          tx -> {
            erasures.enter(tx);
            List<ParkedEvent> due = parked.claimDue(tx, now, PostApplication.MAX_EVENTS);
            batch.clear();
            due.forEach(event -> batch.add(event.id()));
            return match(tx, due, now);
          });
    } catch (RuntimeException e) {
      rethrowUnlessOfTheEvents(e);
      if (batch.isEmpty()) {
        // No event was in it yet.
        throw e;
      }
      log.warn("parked=batch_failed events={} error=\"{}\"", batch.size(), e.toString());
      return batch.stream()
          .map(id -> matchOne(id, now))
          .reduce(new Matched(0, 0, 0), Matched::plus);
    }
  }

  /// When the next one is due.
  public Optional<Instant> nextDue() {
    return database.transaction(parked::nextDue);
  }

  private Matched matchOne(long id, Instant now) {
    try {
      return database.transaction(
          tx -> {
            erasures.enter(tx);
            return match(tx, parked.claimDue(tx, id, now).stream().toList(), now);
          });
    } catch (RuntimeException e) {
      rethrowUnlessOfTheEvents(e);
      log.error("parked_event={} will be tried later", id, e);
      return database.transaction(
          tx -> {
            Optional<ParkedEvent> event = parked.claimDue(tx, id, now);
            event.ifPresent(
                each -> parked.missed(tx, each, each.reason(), DatabaseText.of(e), now));
            return new Matched(event.isPresent() ? 1 : 0, 0, event.isPresent() ? 1 : 0);
          });
    }
  }

  private Matched match(Tx tx, List<ParkedEvent> due, Instant now) {
    if (due.isEmpty()) {
      return new Matched(0, 0, 0);
    }
    Map<ElementPlace, ParkedEvent> left = new HashMap<>();
    List<ReceivedEvent> events = new ArrayList<>();
    for (ParkedEvent each : due) {
      left.put(new ElementPlace(each.post().value(), each.element()), each);
      switch (parser.parse(asPost(each.body()))) {
        case ParsedPost.Elements(List<ParsedPost.Element> elements)
            when elements.size() == 1
                && elements.getFirst() instanceof ParsedPost.Readable readable ->
            events.add(
                new ReceivedEvent(
                    each.post().value(), each.element(), readable.event(), each.receivedAt()));
        case ParsedPost.Elements _ ->
            parked.missed(tx, each, ParkedReason.MALFORMED, "not readable any more", now);
        case ParsedPost.Malformed(String reason) ->
            parked.missed(tx, each, ParkedReason.MALFORMED, DatabaseText.clean(reason), now);
      }
    }
    return settle(tx, due.size(), left, events, now);
  }

  private Matched settle(
      Tx tx,
      int looked,
      Map<ElementPlace, ParkedEvent> left,
      List<ReceivedEvent> events,
      Instant now) {
    if (events.isEmpty()) {
      return new Matched(looked, 0, looked);
    }
    AppliedEvents result = sink.apply(tx, events);
    Map<ElementPlace, ParkedEvent> unapplied = new HashMap<>();
    for (AppliedEvents.Unapplied each : result.unapplied()) {
      ElementPlace place = new ElementPlace(each.event().postId(), each.event().element());
      ParkedEvent event = requireNonNull(left.get(place), "an event of another batch");
      unapplied.put(place, event);
      parked.missed(
          tx, event, ParkedReason.of(each.reason()), DatabaseText.clean(each.detail()), now);
    }
    List<Long> settled =
        events.stream()
            .map(event -> new ElementPlace(event.postId(), event.element()))
            .filter(place -> !unapplied.containsKey(place))
            .map(place -> requireNonNull(left.get(place)).id())
            .toList();
    parked.drop(tx, settled);
    SortedMap<IgnoredEventStore.Key, Integer> counts = new TreeMap<>();
    PostApplication.countIgnored(counts, result, now);
    ignored.add(tx, counts);
    return new Matched(looked, settled.size(), looked - settled.size());
  }

  private static byte[] asPost(byte[] element) {
    ByteArrayOutputStream post = new ByteArrayOutputStream(element.length + 2);
    post.write('[');
    post.writeBytes(element);
    post.write(']');
    return post.toByteArray();
  }

  private static void rethrowUnlessOfTheEvents(RuntimeException e) {
    if (Blame.isTheServers(e) || Thread.currentThread().isInterrupted()) {
      throw e;
    }
  }
}
