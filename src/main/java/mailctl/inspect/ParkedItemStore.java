package mailctl.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// Parked posts and events as one list.
final class ParkedItemStore {
  private static final String POSTS =
      """
      select 'post' as kind, p.id, p.id as post, cast(null as integer) as element,
        p.parked_reason as reason, '' as detail, p.origin, p.received_at,
        coalesce(p.processed_at, p.received_at) as parked_at, p.tries,
        cast(null as timestamptz) as next_try_at, octet_length(p.body) as bytes,
        p.discarded_at, p.discarded_by, p.discard_reason, p.headers::text as headers, p.body
      from webhook_post p where p.state in ('parked', 'discarded')
      """;
  private static final String EVENTS =
      """
      select 'event' as kind, e.id, e.webhook_post_id as post, e.element, e.reason, e.detail,
        p.origin, p.received_at, e.parked_at, e.tries, e.next_match_at as next_try_at,
        octet_length(e.body) as bytes, e.discarded_at, e.discarded_by, e.discard_reason,
        p.headers::text as headers, e.body
      from parked_event e join webhook_post p on p.id = e.webhook_post_id
      """;

  private static final Field<String> KIND = DSL.field(DSL.name("kind"), String.class);
  private static final Field<Long> ID = DSL.field(DSL.name("id"), Long.class);
  private static final Field<String> REASON = DSL.field(DSL.name("reason"), String.class);
  private static final Field<Instant> PARKED_AT =
      DSL.field(DSL.name("parked_at"), SQLDataType.INSTANT);
  private static final Field<Instant> DISCARDED_AT =
      DSL.field(DSL.name("discarded_at"), SQLDataType.INSTANT);
  private static final Field<Instant> RECEIVED_AT =
      DSL.field(DSL.name("received_at"), SQLDataType.INSTANT);
  private static final Field<Instant> NEXT_TRY_AT =
      DSL.field(DSL.name("next_try_at"), SQLDataType.INSTANT);
  private static final List<Field<?>> FIELDS =
      List.of(
          KIND,
          ID,
          DSL.field(DSL.name("post"), Long.class),
          DSL.field(DSL.name("element"), Integer.class),
          REASON,
          DSL.field(DSL.name("detail"), String.class),
          DSL.field(DSL.name("origin"), String.class),
          RECEIVED_AT,
          PARKED_AT,
          DSL.field(DSL.name("tries"), Integer.class),
          NEXT_TRY_AT,
          DSL.field(DSL.name("bytes"), Integer.class),
          DISCARDED_AT,
          DSL.field(DSL.name("discarded_by"), String.class),
          DSL.field(DSL.name("discard_reason"), String.class));

  /// The newest first.
  List<ParkedItem> list(Tx tx, ParkedQuery query) {
    Condition condition = query.discarded() ? DISCARDED_AT.isNotNull() : DISCARDED_AT.isNull();
    if (query.since().isPresent()) {
      condition = condition.and(PARKED_AT.ge(query.since().get()));
    }
    if (query.until().isPresent()) {
      condition = condition.and(PARKED_AT.lt(query.until().get()));
    }
    if (query.reason().isPresent()) {
      String words = query.reason().get().toLowerCase(Locale.ROOT);
      condition =
          condition.and(
              REASON
                  .eq(words.replace(' ', '_'))
                  .or(KIND.eq("post").and(DSL.position(DSL.lower(REASON), words).gt(0))));
    }
    // Each list is cut before they are put together.
    return tx.dsl()
        .selectFrom(
            cut(tx, POSTS, condition, query.limit())
                .unionAll(cut(tx, EVENTS, condition, query.limit()))
                .asTable("item"))
        .orderBy(PARKED_AT.desc(), KIND.desc(), ID.desc())
        .limit(query.limit())
        .fetch(ParkedItemStore::item);
  }

  private static Select<Record> cut(Tx tx, String from, Condition condition, int limit) {
    return tx.dsl()
        .select(FIELDS)
        .from("(" + from + ") one")
        .where(condition)
        .orderBy(PARKED_AT.desc(), ID.desc())
        .limit(limit);
  }

  /// With the first bytes of its body, whether it is parked or discarded.
  Optional<ParkedContent> find(Tx tx, ParkedItem.Kind kind, long id, int maxBytes) {
    Field<byte[]> start =
        DSL.field("substring(body for {0})", byte[].class, DSL.inline(maxBytes)).as("start");
    return tx.dsl()
        .select(FIELDS)
        .select(DSL.field(DSL.name("headers"), String.class), start)
        .from("(" + (kind == ParkedItem.Kind.POST ? POSTS : EVENTS) + ") one")
        .where(ID.eq(id))
        .fetchOptional(
            row -> {
              ParkedItem item = item(row);
              return new ParkedContent(
                  item,
                  row.get("headers", String.class),
                  new String(row.get(start), UTF_8),
                  item.bytes() <= maxBytes);
            });
  }

  private static ParkedItem item(Record row) {
    return new ParkedItem(
        ParkedItem.Kind.valueOf(row.get(KIND).toUpperCase(Locale.ROOT)),
        row.get(ID),
        row.get("post", Long.class),
        Optional.ofNullable(row.get("element", Integer.class)),
        row.get(REASON),
        row.get("detail", String.class),
        row.get("origin", String.class),
        row.get(RECEIVED_AT),
        row.get(PARKED_AT),
        row.get("tries", Integer.class),
        Optional.ofNullable(row.get(NEXT_TRY_AT)),
        row.get("bytes", Integer.class),
        Optional.ofNullable(row.get(DISCARDED_AT))
            .map(
                at ->
                    new ParkedItem.Discarding(
                        at,
                        row.get("discarded_by", String.class),
                        row.get("discard_reason", String.class))));
  }
}
