package mailctl.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mailctl.database.schema.Tables.PARKED_EVENT;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.min;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.impl.DSL;

/// The webhook inbox: what waits, and what is parked.
final class InboxStore {
  private static final Condition IS_PARKED = WEBHOOK_POST.STATE.eq("parked");
  private static final Field<Integer> POST_BYTES =
      DSL.field("octet_length({0})", Integer.class, WEBHOOK_POST.BODY);
  private static final Field<Integer> EVENT_BYTES =
      DSL.field("octet_length({0})", Integer.class, PARKED_EVENT.BODY);

  InboxState state(Tx tx) {
    Record2<Integer, Instant> waiting =
        tx.dsl()
            .select(count(), min(WEBHOOK_POST.RECEIVED_AT))
            .from(WEBHOOK_POST)
            .where(WEBHOOK_POST.STATE.eq("received"))
            .fetchSingle();
    return new InboxState(
        waiting.value1(),
        Optional.ofNullable(waiting.value2()),
        tx.dsl().fetchCount(WEBHOOK_POST, IS_PARKED),
        tx.dsl().fetchCount(PARKED_EVENT, PARKED_EVENT.DISCARDED_AT.isNull()));
  }

  /// The newest first.
  List<ParkedPost> parkedPosts(Tx tx, int limit) {
    return tx.dsl()
        .select(postFields())
        .from(WEBHOOK_POST)
        .where(IS_PARKED)
        .orderBy(WEBHOOK_POST.ID.desc())
        .limit(limit)
        .fetch(InboxStore::post);
  }

  Optional<Parked<ParkedPost>> parkedPost(Tx tx, long id) {
    return tx.dsl()
        .select(postFields())
        .select(WEBHOOK_POST.BODY)
        .from(WEBHOOK_POST)
        .where(WEBHOOK_POST.ID.eq(id))
        .and(IS_PARKED)
        .fetchOptional(row -> new Parked<>(post(row), text(row.get(WEBHOOK_POST.BODY))));
  }

  /// The newest first.
  List<ParkedEvent> parkedEvents(Tx tx, int limit) {
    return tx.dsl()
        .select(eventFields())
        .from(PARKED_EVENT)
        .where(PARKED_EVENT.DISCARDED_AT.isNull())
        .orderBy(PARKED_EVENT.ID.desc())
        .limit(limit)
        .fetch(InboxStore::event);
  }

  Optional<Parked<ParkedEvent>> parkedEvent(Tx tx, long id) {
    return tx.dsl()
        .select(eventFields())
        .select(PARKED_EVENT.BODY)
        .from(PARKED_EVENT)
        .where(PARKED_EVENT.ID.eq(id))
        .fetchOptional(row -> new Parked<>(event(row), text(row.get(PARKED_EVENT.BODY))));
  }

  private static List<Field<?>> postFields() {
    return List.of(
        WEBHOOK_POST.ID,
        WEBHOOK_POST.RECEIVED_AT,
        WEBHOOK_POST.ORIGIN,
        WEBHOOK_POST.PARKED_REASON,
        POST_BYTES);
  }

  private static ParkedPost post(Record row) {
    return new ParkedPost(
        row.get(WEBHOOK_POST.ID),
        row.get(WEBHOOK_POST.RECEIVED_AT),
        row.get(WEBHOOK_POST.ORIGIN),
        row.get(WEBHOOK_POST.PARKED_REASON),
        row.get(POST_BYTES));
  }

  private static List<Field<?>> eventFields() {
    return List.of(
        PARKED_EVENT.ID,
        PARKED_EVENT.WEBHOOK_POST_ID,
        PARKED_EVENT.ELEMENT,
        PARKED_EVENT.REASON,
        PARKED_EVENT.DETAIL,
        PARKED_EVENT.PARKED_AT,
        PARKED_EVENT.TRIES,
        PARKED_EVENT.NEXT_MATCH_AT,
        EVENT_BYTES);
  }

  private static ParkedEvent event(Record row) {
    return new ParkedEvent(
        row.get(PARKED_EVENT.ID),
        row.get(PARKED_EVENT.WEBHOOK_POST_ID),
        row.get(PARKED_EVENT.ELEMENT),
        row.get(PARKED_EVENT.REASON),
        row.get(PARKED_EVENT.DETAIL),
        row.get(PARKED_EVENT.PARKED_AT),
        row.get(PARKED_EVENT.TRIES),
        Optional.ofNullable(row.get(PARKED_EVENT.NEXT_MATCH_AT)),
        row.get(EVENT_BYTES));
  }

  private static String text(byte[] body) {
    return new String(body, UTF_8);
  }
}
