package mailctl.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mailctl.database.schema.Tables.PARKED_EVENT;
import static mailctl.database.schema.Tables.WEBHOOK_POST;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import mailctl.database.Database;
import mailctl.database.Tx;
import mailctl.delivery.AppliedEvents;
import mailctl.delivery.ReceivedEvent;
import mailctl.delivery.WatchedApplication.Watched;
import mailctl.provider.ParsedPost;
import mailctl.provider.PostParser;
import mailctl.provider.ProviderEvent;
import mailctl.support.SettableClock;
import org.jooq.Record;

/// An inbox with a simple reader and a sink that writes down, in the database, what it was given.
/// In its posts an element is `{"email": what becomes of it}`.
final class Inbox implements PostParser, EventSink {
  static final String APPLIED = "applied@example.org";
  static final String UNMATCHED = "unmatched@example.org";
  static final String MISMATCHED = "mismatched@example.org";
  static final String FOREIGN = "foreign@example.org";
  static final String FULL_DISK = "full@example.org";
  static final String POISON = "poison@example.org";

  final WebhookPostStore posts = new WebhookPostStore();
  final ParkedEventStore parked = new ParkedEventStore();
  final SettableClock clock;
  final WebhookProcessor processor;
  final ParkedEventMatcher matcher;
  final PostReplay replay;
  private final Database database;

  /// The delivery of the unmatched one has turned up.
  volatile boolean deliveryAppeared;

  /// What the sink takes every address for, unless empty.
  volatile String matchedEmail = "";

  /// The history before now was pruned.
  volatile boolean pruned;

  /// How many events the sink was given each time.
  final List<Integer> batches = new CopyOnWriteArrayList<>();

  Inbox(Database database, SettableClock clock) {
    this.database = database;
    this.clock = clock;
    this.processor = new WebhookProcessor(database, this, this, posts, parked, clock);
    this.matcher = new ParkedEventMatcher(database, this, this, parked, clock);
    this.replay =
        new PostReplay(
            database,
            this,
            (tx, events) -> new Watched(apply(tx, events), List.of()),
            posts,
            parked,
            clock);
    database.run(
        tx ->
            tx.dsl()
                .execute(
                    "create table seen (post bigint, element int, times int default 1,"
                        + " primary key (post, element))"));
  }

  WebhookPostId receive(String body) {
    return database.transaction(
        tx -> posts.insert(tx, body.getBytes(UTF_8), Map.of(), PostOrigin.SIGNED, clock.instant()));
  }

  /// Processes these posts once more.
  Pass replay(WebhookPostId... ids) {
    return replay.run(new PostReplay.Choice.These(List.of(ids)), false, _ -> {}).pass();
  }

  static String post(String... emails) {
    List<String> elements = new ArrayList<>();
    for (String email : emails) {
      elements.add("{\"email\":\"" + email + "\"}");
    }
    return "[" + String.join(",\r\n", elements) + "]\r\n";
  }

  WebhookPostInfo info(WebhookPostId id) {
    return database.transaction(tx -> posts.find(tx, id)).orElseThrow();
  }

  List<ParkedEvent> parkedEvents() {
    return database.transaction(
        tx ->
            tx.dsl()
                .select(PARKED_EVENT.asterisk(), WEBHOOK_POST.RECEIVED_AT)
                .from(PARKED_EVENT)
                .join(WEBHOOK_POST)
                .on(WEBHOOK_POST.ID.eq(PARKED_EVENT.WEBHOOK_POST_ID))
                .orderBy(PARKED_EVENT.ID)
                .fetch(Inbox::parkedEvent));
  }

  private static ParkedEvent parkedEvent(Record row) {
    return new ParkedEvent(
        row.get(PARKED_EVENT.ID),
        new WebhookPostId(row.get(PARKED_EVENT.WEBHOOK_POST_ID)),
        row.get(PARKED_EVENT.ELEMENT),
        ParkedReason.of(row.get(PARKED_EVENT.REASON)),
        row.get(PARKED_EVENT.DETAIL),
        row.get(PARKED_EVENT.BODY),
        row.get(WEBHOOK_POST.RECEIVED_AT),
        row.get(PARKED_EVENT.PARKED_AT),
        row.get(PARKED_EVENT.TRIES),
        Optional.ofNullable(row.get(PARKED_EVENT.NEXT_MATCH_AT)));
  }

  int seen() {
    return count("select count(*) from seen");
  }

  int most() {
    return count("select coalesce(max(times), 0) from seen");
  }

  int count(String sql) {
    return database.transaction(tx -> ((Number) tx.dsl().fetchSingle(sql).get(0)).intValue());
  }

  @Override
  public ParsedPost parse(byte[] body) {
    List<ParsedPost.Element> elements = new ArrayList<>();
    try {
      JsonNode array = new ObjectMapper().readTree(body);
      if (!array.isArray()) {
        return new ParsedPost.Malformed("not an array");
      }
      for (JsonNode each : array) {
        byte[] own = each.toString().getBytes(UTF_8);
        int index = elements.size();
        elements.add(
            each.has("email")
                ? new ParsedPost.Readable(index, own, event(each.get("email").asText()))
                : new ParsedPost.Unreadable(index, own, "no email"));
      }
      return new ParsedPost.Elements(elements);
    } catch (IOException e) {
      return new ParsedPost.Malformed("not JSON");
    }
  }

  private ProviderEvent event(String email) {
    return new ProviderEvent.Processed(
        new ProviderEvent.Origin(
            clock.instant(),
            email,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  @Override
  public AppliedEvents apply(Tx tx, List<ReceivedEvent> events) {
    int applied = 0;
    int foreign = 0;
    List<AppliedEvents.Unapplied> unapplied = new ArrayList<>();
    batches.add(events.size());
    for (ReceivedEvent each : events) {
      switch (matchedEmail.isEmpty() ? each.event().origin().email() : matchedEmail) {
        case POISON -> {
          tx.dsl().execute("insert into seen values (-1, -1)");
          throw new IllegalStateException("poisoned");
        }
        case FULL_DISK ->
            tx.dsl()
                .execute(
                    "do $$ begin raise exception 'no space left' using errcode = 'disk_full';"
                        + " end $$");
        case FOREIGN -> foreign++;
        case MISMATCHED ->
            unapplied.add(
                new AppliedEvents.Unapplied(
                    each, AppliedEvents.Reason.ADDRESS_MISMATCH, "another address"));
        case UNMATCHED -> {
          if (deliveryAppeared) {
            applied += note(tx, each);
          } else {
            unapplied.add(
                new AppliedEvents.Unapplied(each, AppliedEvents.Reason.UNMATCHED, "nobody's"));
          }
        }
        default -> {
          if (pruned) {
            unapplied.add(
                new AppliedEvents.Unapplied(
                    each, AppliedEvents.Reason.OLDER_THAN_RETENTION, "pruned"));
          } else {
            applied += note(tx, each);
          }
        }
      }
    }
    return new AppliedEvents(applied, 0, foreign, 0, unapplied);
  }

  private static int note(Tx tx, ReceivedEvent event) {
    return tx.dsl()
        .execute(
            "insert into seen values (?, ?) on conflict (post, element)"
                + " do update set times = seen.times + 1",
            event.postId(),
            event.element());
  }
}
