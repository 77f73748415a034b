package mailctl.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.PARKED_EVENT;
import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static mailctl.database.schema.Tables.WEBHOOK_POST;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/// The stored posts, and what refers to events by their fingerprints.
final class ForgetPostStore {
  /// Locks the posts whose bytes name one of the addresses, and says which. Reads the whole inbox.
  List<Long> lockNaming(Tx tx, List<String> addresses) {
    List<Condition> named = new ArrayList<>();
    for (String address : addresses) {
      for (String at : List.of("@", "\\u0040", "%40")) {
        named.add(DSL.condition("position({0} in text) > 0", escaped(address.replace("@", at))));
      }
    }
    return tx.dsl()
        .resultQuery(
            """
            select id from webhook_post, lower(encode(body, 'escape')) as text
            where {0} order by id for update of webhook_post
            """,
            DSL.or(named))
        .fetch(row -> row.get(0, Long.class));
  }

  byte[] body(Tx tx, long post) {
    return tx.dsl()
        .select(WEBHOOK_POST.BODY)
        .from(WEBHOOK_POST)
        .where(WEBHOOK_POST.ID.eq(post))
        .fetchSingle(WEBHOOK_POST.BODY);
  }

  void rewrite(Tx tx, long post, byte[] body, Instant now) {
    tx.dsl()
        .update(WEBHOOK_POST)
        .set(WEBHOOK_POST.BODY, body)
        .set(WEBHOOK_POST.ERASED_AT, now)
        .where(WEBHOOK_POST.ID.eq(post))
        .execute();
  }

  record Parked(long id, byte[] body) {}

  List<Parked> parkedNaming(Tx tx, String address) {
    return tx.dsl()
        .select(PARKED_EVENT.ID, PARKED_EVENT.BODY)
        .from(PARKED_EVENT)
        .where(
            "position({0} in lower(encode(body, 'escape'))) > 0 or position({1} in lower(detail)) >"
                + " 0",
            escaped(address), DSL.val(address))
        .orderBy(PARKED_EVENT.ID)
        .forUpdate()
        .fetch(row -> new Parked(row.value1(), row.value2()));
  }

  void rewriteParked(Tx tx, long id, byte[] body, String address, String pseudonym) {
    tx.dsl()
        .update(PARKED_EVENT)
        .set(PARKED_EVENT.BODY, body)
        .set(PARKED_EVENT.DETAIL, ForgetStore.scrubbed(PARKED_EVENT.DETAIL, address, pseudonym))
        .where(PARKED_EVENT.ID.eq(id))
        .execute();
  }

  /// An event of a rewritten post has another fingerprint; a replay of the post has to find it.
  void refer(Tx tx, Instant occurredAt, UUID before, UUID after, Optional<String> ip) {
    tx.dsl()
        .update(PROVIDER_EVENT)
        .set(PROVIDER_EVENT.FINGERPRINT, after)
        .set(PROVIDER_EVENT.IP, ip.orElse(null))
        .where(PROVIDER_EVENT.OCCURRED_AT.eq(occurredAt))
        .and(PROVIDER_EVENT.FINGERPRINT.eq(before))
        .execute();
    tx.dsl()
        .update(ATTEMPT)
        .set(ATTEMPT.OUTCOME_FINGERPRINT, after)
        .where(ATTEMPT.OUTCOME_FINGERPRINT.eq(before))
        .and(ATTEMPT.OUTCOME_AT.eq(occurredAt))
        .execute();
    tx.dsl()
        .update(SUPPRESSION)
        .set(SUPPRESSION.EVIDENCE, "provider event " + after)
        .where(SUPPRESSION.EVIDENCE.eq("provider event " + before))
        .execute();
  }

  /// As `encode(…, 'escape')` writes it: bytes beyond ASCII in octal.
  private static Field<String> escaped(String address) {
    return DSL.field(
        "lower(encode({0}, 'escape'))", String.class, DSL.val(address.getBytes(UTF_8)));
  }
}
