package mailctl.webhook;

import static mailctl.database.schema.Tables.PARKED_EVENT;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/// Stored posts, for processing them once more, and what is parked of them.
final class ReplayStore {
  /// A locked post; `state` is what it was before.
  record Stored(WebhookPost post, PostState state) {}

  /// Where the chosen posts lie, both ends included, and how many they are.
  record Range(long first, long last, long posts) {}

  Optional<Range> range(Tx tx, PostReplay.Choice choice) {
    return tx.dsl()
        .select(min(WEBHOOK_POST.ID), max(WEBHOOK_POST.ID), count())
        .from(WEBHOOK_POST)
        .where(in(choice))
        .fetchOptional()
        .filter(row -> row.value1() != null)
        .map(row -> new Range(row.value1(), row.value2(), row.value3().longValue()));
  }

  /// The next posts from `first` on, locked, in id order: at most `maxPosts`, and no more than
  /// `maxBytes` of bodies, but for a first one that is larger alone.
  List<Stored> lock(
      Tx tx, PostReplay.Choice choice, long first, long last, int maxPosts, long maxBytes) {
    List<Long> ids =
        tx.dsl()
            .select(WEBHOOK_POST.ID)
            .from(WEBHOOK_POST)
            .where(WEBHOOK_POST.ID.between(first, last))
            .and(in(choice))
            .orderBy(WEBHOOK_POST.ID)
            .limit(maxPosts)
            .forNoKeyUpdate()
            .fetch(WEBHOOK_POST.ID);
    return tx.dsl()
        .resultQuery(
            """
            with sized as (
              select id, sum(octet_length(body)) over (order by id) - octet_length(body) as before
              from webhook_post where id = any({0}))
            select p.id, p.received_at, p.body, p.state
            from sized join webhook_post p using (id) where sized.before < {1} order by p.id
            """,
            DSL.val(ids.toArray(Long[]::new)), DSL.val(maxBytes))
        .fetch(
            row ->
                new Stored(
                    new WebhookPost(
                        new WebhookPostId(row.get("id", Long.class)),
                        row.get("received_at", Instant.class),
                        row.get("body", byte[].class)),
                    PostState.of(row.get("state", String.class))));
  }

  /// What a person sees of these posts: the posts that are parked, and the elements, with the
  /// reason, by "post 17" and "post 17 element 3".
  SortedMap<String, String> parked(Tx tx, Collection<WebhookPostId> posts) {
    SortedMap<String, String> parked = new TreeMap<>();
    List<Long> ids = posts.stream().map(WebhookPostId::value).toList();
    tx.dsl()
        .select(WEBHOOK_POST.ID, WEBHOOK_POST.PARKED_REASON)
        .from(WEBHOOK_POST)
        .where(WEBHOOK_POST.ID.in(ids))
        .and(WEBHOOK_POST.STATE.eq(PostState.PARKED.sql()))
        .forEach(row -> parked.put("post " + row.value1(), "parked: " + row.value2()));
    tx.dsl()
        .select(PARKED_EVENT.WEBHOOK_POST_ID, PARKED_EVENT.ELEMENT, PARKED_EVENT.REASON)
        .from(PARKED_EVENT)
        .where(PARKED_EVENT.WEBHOOK_POST_ID.in(ids))
        .forEach(row -> parked.put(place(row.value1(), row.value2()), "parked: " + row.value3()));
    return parked;
  }

  static String place(long post, int element) {
    return "post " + post + " element " + element;
  }

  /// What a person gave up comes back only when that very thing is asked for.
  private static Condition in(PostReplay.Choice choice) {
    return chosen(choice).and(WEBHOOK_POST.STATE.ne(PostState.DISCARDED.sql()));
  }

  private static Condition chosen(PostReplay.Choice choice) {
    return switch (choice) {
      case PostReplay.Choice.These(var ids) ->
          WEBHOOK_POST.ID.in(ids.stream().map(WebhookPostId::value).toList());
      case PostReplay.Choice.Received(Instant from, Instant until) ->
          WEBHOOK_POST.RECEIVED_AT.ge(from).and(WEBHOOK_POST.RECEIVED_AT.lt(until));
    };
  }
}
