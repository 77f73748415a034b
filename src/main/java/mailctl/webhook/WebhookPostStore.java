package mailctl.webhook;

import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Record3;
import org.jooq.RecordMapper;
import org.jooq.impl.DSL;

/// The inbox.
public final class WebhookPostStore {
  private static final RecordMapper<Record3<Long, Instant, byte[]>, WebhookPost> POST =
      row -> new WebhookPost(new WebhookPostId(row.value1()), row.value2(), row.value3());
  private static final Field<Integer> BYTES =
      DSL.field("octet_length({0})", Integer.class, WEBHOOK_POST.BODY).as("bytes");

  private final ObjectMapper json = new ObjectMapper();

  /// One statement, nothing else: the accepting path waits for it.
  public WebhookPostId insert(
      Tx tx, byte[] body, Map<String, String> headers, PostOrigin origin, Instant receivedAt) {
    long id =
        tx.dsl()
            .insertInto(WEBHOOK_POST)
            .set(WEBHOOK_POST.RECEIVED_AT, receivedAt)
            .set(WEBHOOK_POST.BODY, body)
            .set(WEBHOOK_POST.HEADERS, JSONB.valueOf(write(headers)))
            .set(WEBHOOK_POST.ORIGIN, origin.sql())
            .returning(WEBHOOK_POST.ID)
            .fetchSingle(WEBHOOK_POST.ID);
    return new WebhookPostId(id);
  }

  /// The oldest waiting posts that nobody else holds, locked until the transaction ends: at most
  /// `maxPosts`, and no more than `maxBytes` of bodies, but for a first one that is larger alone.
  List<WebhookPost> claim(Tx tx, int maxPosts, long maxBytes) {
    // The lock is taken on the candidates, where the condition is tested again after waiting;
    // bodies are read for the picked ones only and never change.
    return tx.dsl()
        .resultQuery(
            """
            with candidate as materialized (
              select id, octet_length(body) as bytes from webhook_post
              where state = 'received' order by id limit {0}
              for no key update skip locked),
            picked as (
              select id, sum(bytes) over (order by id) - bytes as before from candidate)
            select p.id, p.received_at, p.body
            from picked join webhook_post p using (id)
            where picked.before < {1} order by p.id
            """,
            DSL.val(maxPosts), DSL.val(maxBytes))
        .coerce(WEBHOOK_POST.ID, WEBHOOK_POST.RECEIVED_AT, WEBHOOK_POST.BODY)
        .fetch(POST);
  }

  /// That one post, locked, when it still waits and nobody else holds it.
  Optional<WebhookPost> claim(Tx tx, WebhookPostId id) {
    return tx.dsl()
        .select(WEBHOOK_POST.ID, WEBHOOK_POST.RECEIVED_AT, WEBHOOK_POST.BODY)
        .from(WEBHOOK_POST)
        .where(WEBHOOK_POST.ID.eq(id.value()))
        .and(WEBHOOK_POST.STATE.eq(PostState.RECEIVED.sql()))
        .forNoKeyUpdate()
        .skipLocked()
        .fetchOptional(POST);
  }

  /// `events` gives each post's number of elements.
  void markProcessed(Tx tx, Map<WebhookPostId, Integer> events, Instant now) {
    Long[] ids = events.keySet().stream().map(WebhookPostId::value).toArray(Long[]::new);
    Integer[] counts = events.values().toArray(Integer[]::new);
    tx.dsl()
        .execute(
            """
            update webhook_post p
            set state = 'processed', parked_reason = null, processed_at = {0}, events = done.events
            from unnest({1}, {2}) as done (id, events)
            where p.id = done.id
            """,
            DSL.val(now, WEBHOOK_POST.RECEIVED_AT), DSL.val(ids), DSL.val(counts));
  }

  /// Keeps the post, visible, until somebody replays it.
  void park(Tx tx, WebhookPostId id, String reason, Instant now) {
    tx.dsl()
        .update(WEBHOOK_POST)
        .set(WEBHOOK_POST.STATE, PostState.PARKED.sql())
        .set(WEBHOOK_POST.PARKED_REASON, reason)
        .set(WEBHOOK_POST.PROCESSED_AT, now)
        .where(WEBHOOK_POST.ID.eq(id.value()))
        .execute();
  }

  /// One more failure of a waiting post; how many there were, or 0 when it waits no longer.
  int countTry(Tx tx, WebhookPostId id) {
    return tx.dsl()
        .update(WEBHOOK_POST)
        .set(WEBHOOK_POST.TRIES, WEBHOOK_POST.TRIES.plus(1))
        .where(WEBHOOK_POST.ID.eq(id.value()))
        .and(WEBHOOK_POST.STATE.eq(PostState.RECEIVED.sql()))
        .returning(WEBHOOK_POST.TRIES)
        .fetchOptional(WEBHOOK_POST.TRIES)
        .orElse(0);
  }

  public Optional<WebhookPostInfo> find(Tx tx, WebhookPostId id) {
    return list(tx, WEBHOOK_POST.ID.eq(id.value()), 1).stream().findFirst();
  }

  public Optional<WebhookPost> read(Tx tx, WebhookPostId id) {
    return tx.dsl()
        .select(WEBHOOK_POST.ID, WEBHOOK_POST.RECEIVED_AT, WEBHOOK_POST.BODY)
        .from(WEBHOOK_POST)
        .where(WEBHOOK_POST.ID.eq(id.value()))
        .fetchOptional(POST);
  }

  /// Newest first.
  public List<WebhookPostInfo> list(Tx tx, int limit) {
    return list(tx, DSL.noCondition(), limit);
  }

  /// Newest first.
  public List<WebhookPostInfo> list(Tx tx, PostState state, int limit) {
    return list(tx, WEBHOOK_POST.STATE.eq(state.sql()), limit);
  }

  /// Since when the oldest waiting post waits.
  public Optional<Instant> waitingSince(Tx tx) {
    return tx.dsl()
        .select(min(WEBHOOK_POST.RECEIVED_AT))
        .from(WEBHOOK_POST)
        .where(WEBHOOK_POST.STATE.eq(inline("received")))
        .fetchOptional(min(WEBHOOK_POST.RECEIVED_AT));
  }

  /// Puts stored posts back into the line as if they had just come; says how many there were.
  int receiveAgain(Tx tx, Collection<WebhookPostId> ids) {
    return receiveAgain(tx, WEBHOOK_POST.ID.in(ids.stream().map(WebhookPostId::value).toList()));
  }

  private static int receiveAgain(Tx tx, Condition which) {
    return tx.dsl()
        .update(WEBHOOK_POST)
        .set(WEBHOOK_POST.STATE, PostState.RECEIVED.sql())
        .setNull(WEBHOOK_POST.PARKED_REASON)
        .setNull(WEBHOOK_POST.PROCESSED_AT)
        .setNull(WEBHOOK_POST.EVENTS)
        .set(WEBHOOK_POST.TRIES, 0)
        .where(
            WEBHOOK_POST.ID.in(
                DSL.select(WEBHOOK_POST.ID)
                    .from(WEBHOOK_POST)
                    .where(which)
                    // What a person gave up comes back only when that very thing is asked for.
                    .and(WEBHOOK_POST.STATE.ne(PostState.DISCARDED.sql()))
                    .orderBy(WEBHOOK_POST.ID)
                    .forNoKeyUpdate()))
        .execute();
  }

  private static List<WebhookPostInfo> list(Tx tx, Condition which, int limit) {
    return tx.dsl()
        .select(
            WEBHOOK_POST.ID,
            WEBHOOK_POST.RECEIVED_AT,
            WEBHOOK_POST.ORIGIN,
            WEBHOOK_POST.STATE,
            WEBHOOK_POST.PARKED_REASON,
            WEBHOOK_POST.TRIES,
            WEBHOOK_POST.EVENTS,
            BYTES)
        .from(WEBHOOK_POST)
        .where(which)
        .orderBy(WEBHOOK_POST.ID.desc())
        .limit(limit)
        .fetch(WebhookPostStore::info);
  }

  private static WebhookPostInfo info(Record row) {
    Integer events = row.get(WEBHOOK_POST.EVENTS);
    return new WebhookPostInfo(
        new WebhookPostId(row.get(WEBHOOK_POST.ID)),
        row.get(WEBHOOK_POST.RECEIVED_AT),
        PostOrigin.of(row.get(WEBHOOK_POST.ORIGIN)),
        PostState.of(row.get(WEBHOOK_POST.STATE)),
        Optional.ofNullable(row.get(WEBHOOK_POST.PARKED_REASON)),
        row.get(WEBHOOK_POST.TRIES),
        events == null ? OptionalInt.empty() : OptionalInt.of(events),
        row.get(BYTES));
  }

  private String write(Map<String, String> headers) {
    try {
      return json.writeValueAsString(headers);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is always JSON", e);
    }
  }
}
