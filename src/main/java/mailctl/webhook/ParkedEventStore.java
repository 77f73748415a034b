package mailctl.webhook;

import static mailctl.database.schema.Tables.PARKED_EVENT;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.jooq.impl.DSL.min;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailctl.database.ArraySql;
import mailctl.database.Tx;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;

/// Elements of posts that wait for their delivery, or for a person.
public final class ParkedEventStore {
  private static final String PARK =
      """
      insert into parked_event
        (webhook_post_id, element, reason, detail, body, parked_at, next_match_at)
      select * from unnest(?, ?, ?, ?, ?, ?, ?)
      """;

  /// One to be parked.
  record Entry(WebhookPostId post, int element, ParkedReason reason, String detail, byte[] body) {}

  void park(Tx tx, List<Entry> entries, Instant now) {
    if (entries.isEmpty()) {
      return;
    }
    ArraySql.update(
        tx,
        PARK,
        bind ->
            bind.longs(entries, entry -> entry.post().value())
                .ints(entries, Entry::element)
                .texts(entries, entry -> entry.reason().sql())
                .texts(entries, entry -> DatabaseText.clean(entry.detail()))
                .bytes(entries, Entry::body)
                .times(entries, _ -> now)
                .times(
                    entries, entry -> MatchBackoff.next(entry.reason(), now, 0, now).orElse(null)));
  }

  /// Those whose time has come and that nobody else holds, locked until the transaction ends.
  List<ParkedEvent> claimDue(Tx tx, Instant now, int limit) {
    return select(tx)
        .and(PARKED_EVENT.NEXT_MATCH_AT.le(now))
        .orderBy(PARKED_EVENT.ID)
        .limit(limit)
        .forUpdate()
        .of(PARKED_EVENT)
        .skipLocked()
        .fetch(ParkedEventStore::event);
  }

  /// That one, locked, when it is still there, due, and nobody else holds it.
  Optional<ParkedEvent> claimDue(Tx tx, long id, Instant now) {
    return select(tx)
        .and(PARKED_EVENT.ID.eq(id))
        .and(PARKED_EVENT.NEXT_MATCH_AT.le(now))
        .forUpdate()
        .of(PARKED_EVENT)
        .skipLocked()
        .fetchOptional(ParkedEventStore::event);
  }

  /// Notes a look that found nothing.
  void missed(Tx tx, ParkedEvent event, ParkedReason reason, String detail, Instant now) {
    int tries = event.tries() + 1;
    var update =
        tx.dsl()
            .update(PARKED_EVENT)
            .set(PARKED_EVENT.TRIES, tries)
            .set(PARKED_EVENT.REASON, reason.sql())
            .set(PARKED_EVENT.DETAIL, detail);
    Optional<Instant> next = MatchBackoff.next(reason, event.parkedAt(), tries, now);
    (next.isPresent()
            ? update.set(PARKED_EVENT.NEXT_MATCH_AT, next.get())
            : update.setNull(PARKED_EVENT.NEXT_MATCH_AT))
        .where(PARKED_EVENT.ID.eq(event.id()))
        .execute();
  }

  public int drop(Tx tx, Collection<Long> ids) {
    return tx.dsl().deleteFrom(PARKED_EVENT).where(PARKED_EVENT.ID.in(ids)).execute();
  }

  /// Forgets what posts left behind, before they are processed again; what a person discarded stays
  /// so, and is told.
  Set<ElementPlace> dropOf(Tx tx, Collection<WebhookPostId> posts) {
    Long[] ids = posts.stream().map(WebhookPostId::value).toArray(Long[]::new);
    Set<ElementPlace> discarded = new HashSet<>();
    tx.dsl()
        .resultQuery(
            """
            with gone as (
              delete from parked_event where webhook_post_id = any({0}) and discarded_at is null)
            select webhook_post_id, element from parked_event
            where webhook_post_id = any({0}) and discarded_at is not null
            """,
            DSL.val(ids))
        .forEach(
            row ->
                discarded.add(new ElementPlace(row.get(0, Long.class), row.get(1, Integer.class))));
    return discarded;
  }

  /// When the next look is due.
  public Optional<Instant> nextDue(Tx tx) {
    return tx.dsl()
        .select(min(PARKED_EVENT.NEXT_MATCH_AT))
        .from(PARKED_EVENT)
        .where(PARKED_EVENT.NEXT_MATCH_AT.isNotNull())
        .fetchOptional(min(PARKED_EVENT.NEXT_MATCH_AT));
  }

  private static SelectConditionStep<? extends Record> select(Tx tx) {
    return tx.dsl()
        .select(PARKED_EVENT.asterisk(), WEBHOOK_POST.RECEIVED_AT)
        .from(PARKED_EVENT)
        .join(WEBHOOK_POST)
        .on(WEBHOOK_POST.ID.eq(PARKED_EVENT.WEBHOOK_POST_ID))
        .where(DSL.trueCondition());
  }

  private static ParkedEvent event(Record row) {
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
}
