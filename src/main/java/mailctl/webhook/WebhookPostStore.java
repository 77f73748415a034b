package mailctl.webhook;

import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mailctl.database.ArraySql;
import mailctl.database.Tx;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record4;
import org.jooq.RecordMapper;
import org.jooq.impl.DSL;

/// The inbox.
public final class WebhookPostStore {
  private static final RecordMapper<Record4<Long, Instant, byte[], Integer>, WebhookPost> POST =
      row ->
          new WebhookPost(
              new WebhookPostId(row.value1()), row.value2(), row.value3(), row.value4());
  private static final Field<Integer> BYTES =
      DSL.field("octet_length({0})", Integer.class, WEBHOOK_POST.BODY).as("bytes");

  private static final String INSERT_ONE =
      """
      insert into webhook_post (received_at, body, headers, origin)
      values (?, ?, cast(? as jsonb), ?) returning id
      """;
  private static final String INSERT_MANY =
      """
      insert into webhook_post (received_at, body, headers, origin)
      select received_at, body, cast(headers as jsonb), origin
      from unnest(?, ?, ?, ?) with ordinality as post (received_at, body, headers, origin, position)
      order by position returning id
      """;

  private final ObjectMapper json = new ObjectMapper();

  /// One statement, nothing else: the accepting path waits for it.
  public WebhookPostId insert(
      Tx tx, byte[] body, Map<String, String> headers, PostOrigin origin, Instant receivedAt) {
    return insert(tx, new IncomingPost(body, headers, origin, receivedAt));
  }

  WebhookPostId insert(Tx tx, IncomingPost post) {
    // Below jOOQ, whose rendering costs as much as the rest of this path.
    return tx.dsl()
        .connectionResult(
            connection -> {
              try (PreparedStatement insert = connection.prepareStatement(INSERT_ONE)) {
                insert.setObject(1, post.receivedAt().atOffset(ZoneOffset.UTC));
                insert.setBytes(2, post.body());
                insert.setString(3, write(post.headers()));
                insert.setString(4, post.origin().sql());
                try (ResultSet rows = insert.executeQuery()) {
                  rows.next();
                  return new WebhookPostId(rows.getLong(1));
                }
              }
            });
  }

  /// All or none, in their order, and in one statement; the bodies are copied once, so not for
  /// large ones.
  List<WebhookPostId> insert(Tx tx, List<IncomingPost> posts) {
    if (posts.size() == 1) {
      return List.of(insert(tx, posts.getFirst()));
    }
    List<WebhookPostId> ids = new ArrayList<>(posts.size());
    ArraySql.query(
        tx,
        INSERT_MANY,
        bind ->
            bind.times(posts, IncomingPost::receivedAt)
                .bytes(posts, IncomingPost::body)
                .texts(posts, post -> write(post.headers()))
                .texts(posts, post -> post.origin().sql()),
        row -> ids.add(new WebhookPostId(row.getLong(1))));
    return stored(ids, posts.size());
  }

  private static List<WebhookPostId> stored(List<WebhookPostId> ids, int posts) {
    if (ids.size() != posts) {
      throw new IllegalStateException(ids.size() + " of " + posts + " posts were stored");
    }
    return ids;
  }

  /// How much to claim, and where: so many waiting posts are left to others.
  record Portion(int skip, int maxPosts, long maxBytes) {}

  /// What is done from here on may be lost in a crash of the server, together with the notes that
  /// it was done: what the inbox says is applied again then. Spares the wait for the disk.
  void promiseNothing(Tx tx) {
    tx.dsl().execute("set local synchronous_commit = off");
  }

  /// The oldest waiting posts that nobody else holds, locked until the transaction ends: at most so
  /// many, and no more bytes of bodies, but for a first one that is larger alone.
  List<WebhookPost> claim(Tx tx, Portion portion, Instant now) {
    // The lock is taken on the candidates, where the condition is tested again after waiting;
    // bodies are read for the picked ones only and never change.
    return tx.dsl()
        .resultQuery(
            """
            with candidate as materialized (
              select id, octet_length(body) as bytes from webhook_post
              where state = 'received' and (next_try_at is null or next_try_at <= {2})
                and ({3} = 0 or id >= coalesce((
                  select id from webhook_post where state = 'received'
                  order by id offset {3} limit 1), 0))
              order by id limit {0}
              for no key update skip locked),
            picked as (
              select id, sum(bytes) over (order by id) - bytes as before from candidate)
            select p.id, p.received_at, p.body, p.tries
            from picked join webhook_post p using (id)
            where picked.before < {1} order by p.id
            """,
            DSL.val(portion.maxPosts()),
            DSL.val(portion.maxBytes()),
            DSL.val(now, WEBHOOK_POST.RECEIVED_AT),
            DSL.val(portion.skip()))
        .coerce(WEBHOOK_POST.ID, WEBHOOK_POST.RECEIVED_AT, WEBHOOK_POST.BODY, WEBHOOK_POST.TRIES)
        .fetch(POST);
  }

  /// That one post, locked, when it still waits, does not rest, and nobody else holds it.
  Optional<WebhookPost> claim(Tx tx, WebhookPostId id, Instant now) {
    return tx.dsl()
        .select(WEBHOOK_POST.ID, WEBHOOK_POST.RECEIVED_AT, WEBHOOK_POST.BODY, WEBHOOK_POST.TRIES)
        .from(WEBHOOK_POST)
        .where(WEBHOOK_POST.ID.eq(id.value()))
        .and(WEBHOOK_POST.STATE.eq(PostState.RECEIVED.sql()))
        .and(WEBHOOK_POST.NEXT_TRY_AT.isNull().or(WEBHOOK_POST.NEXT_TRY_AT.le(now)))
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

  /// Its body names people no more who were forgotten.
  void rewrite(Tx tx, WebhookPostId id, byte[] body, Instant now) {
    tx.dsl()
        .update(WEBHOOK_POST)
        .set(WEBHOOK_POST.BODY, body)
        .set(WEBHOOK_POST.ERASED_AT, now)
        .where(WEBHOOK_POST.ID.eq(id.value()))
        .execute();
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

  /// One more failure of a waiting post, which then rests; how many there were, or 0 when it waits
  /// no longer.
  int countTry(Tx tx, WebhookPostId id, Instant nextTryAt) {
    return tx.dsl()
        .update(WEBHOOK_POST)
        .set(WEBHOOK_POST.NEXT_TRY_AT, nextTryAt)
        .set(WEBHOOK_POST.TRIES, WEBHOOK_POST.TRIES.plus(1))
        .where(WEBHOOK_POST.ID.eq(id.value()))
        .and(WEBHOOK_POST.STATE.eq(PostState.RECEIVED.sql()))
        .returning(WEBHOOK_POST.TRIES)
        .fetchOptional(WEBHOOK_POST.TRIES)
        .orElse(0);
  }

  public Optional<WebhookPostInfo> find(Tx tx, WebhookPostId id) {
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
        .where(WEBHOOK_POST.ID.eq(id.value()))
        .fetchOptional(WebhookPostStore::info);
  }

  /// Whether a post with this mark came after that one.
  public boolean hasMarked(Tx tx, long after, String mark) {
    return tx.dsl()
        .fetchExists(
            WEBHOOK_POST,
            WEBHOOK_POST
                .ID
                .gt(after)
                .and(
                    DSL.condition(
                        "{0} ->> {1} = {2}",
                        WEBHOOK_POST.HEADERS, DSL.inline(TestMark.HEADER), DSL.val(mark))));
  }

  /// When the first of those that rest after a failure is due.
  public Optional<Instant> nextTry(Tx tx) {
    return tx.dsl()
        .select(min(WEBHOOK_POST.NEXT_TRY_AT))
        .from(WEBHOOK_POST)
        .where(WEBHOOK_POST.STATE.eq(inline("received")))
        .and(WEBHOOK_POST.NEXT_TRY_AT.isNotNull())
        .fetchOptional(min(WEBHOOK_POST.NEXT_TRY_AT));
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
