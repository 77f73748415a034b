package mailctl.suppression;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.Record;
import org.jooq.impl.DSL;

/// Who was forgotten: known by a keyed hash of the address alone.
public final class ErasureStore {
  /// @param pseudonym what stands in the place of the address
  /// @param times how often: each time another pseudonym
  public record Erased(String pseudonym, int times, Instant at, String by) {
    public Erased {
      requireNonNull(pseudonym, "pseudonym is null");
      requireNonNull(at, "at is null");
      requireNonNull(by, "by is null");
    }
  }

  /// For whoever may write down an address that they read elsewhere, before they look who was
  /// forgotten: until the end of the transaction whoever forgets waits for them.
  public void enter(Tx tx) {
    tx.dsl().execute("select pg_advisory_xact_lock_shared(hashtext('mailctl.erasure'))");
  }

  /// Waits for those who entered before. Whoever enters after this sees what is committed now. In a
  /// transaction of its own, as it holds nothing else meanwhile.
  public void waitForOthers(Tx tx) {
    tx.dsl().execute("select pg_advisory_xact_lock(hashtext('mailctl.erasure'))");
  }

  /// Whether there is anybody at all: usually not, and then there is nothing to be careful about.
  public boolean any(Tx tx) {
    return tx.dsl().fetchSingle("select exists (select from erased_address)").get(0, Boolean.class);
  }

  public Optional<Erased> of(Tx tx, String address) {
    return of(tx, List.of(address)).values().stream().findFirst();
  }

  /// Those of them that were, by address in lower case.
  public Map<String, Erased> of(Tx tx, Collection<String> addresses) {
    Map<String, Erased> erased = new HashMap<>();
    if (addresses.isEmpty() || !any(tx)) {
      return erased;
    }
    for (Record row :
        tx.dsl()
            .resultQuery(
                """
                select lower(n.address) as address, erasure_pseudonym(e.hash, e.times) as pseudonym,
                  e.times, e.erased_at, e.erased_by
                from (select distinct unnest({0}) as address) n
                join erased_address e on e.hash = erasure_hash(n.address)
                """,
                DSL.val(addresses.toArray(String[]::new)))
            .fetch()) {
      erased.put(
          row.get("address", String.class),
          new Erased(
              row.get("pseudonym", String.class),
              row.get("times", Integer.class),
              row.get("erased_at", Instant.class),
              row.get("erased_by", String.class)));
    }
    return erased;
  }

  /// What stands for the address in that attempt: who was forgotten twice has two pseudonyms.
  public Optional<String> inAttempt(Tx tx, String address, long delivery, int number) {
    return tx.dsl()
        .resultQuery(
            """
            select a.email from erased_address e, generate_series(1, e.times) t
            join attempt a on a.delivery_id = {1} and a.number = {2}
            where e.hash = erasure_hash({0}) and a.email = erasure_pseudonym(e.hash, t)
            """,
            DSL.val(address), DSL.val(delivery), DSL.val(number))
        .fetchOptional(row -> row.get(0, String.class));
  }

  /// The same for a message of which only SendGrid's id is known.
  public Optional<String> inMessage(Tx tx, String address, String messageId) {
    return tx
        .dsl()
        .resultQuery(
            """
            select a.email from erased_address e
            join submission s on s.message_id = {1}
            join attempt a on a.submission_id = s.id
            where e.hash = erasure_hash({0})
              and a.email in (
                select erasure_pseudonym(e.hash, t) from generate_series(1, e.times) t)
            order by a.id limit 1
            """,
            DSL.val(address), DSL.val(messageId))
        .fetch(row -> row.get(0, String.class))
        .stream()
        .findFirst();
  }

  /// What stands in the place of other values that point at a person, such as the address of a
  /// machine: the same for the same value.
  public Map<String, String> blurred(Tx tx, Collection<String> values) {
    Map<String, String> blurred = new HashMap<>();
    if (values.isEmpty()) {
      return blurred;
    }
    tx.dsl()
        .resultQuery(
            """
            select v, 'erased-' || left(encode(erasure_hash(v), 'hex'), 12)
            from (select distinct unnest({0}) as v) n
            """,
            DSL.val(values.toArray(String[]::new)))
        .forEach(row -> blurred.put(row.get(0, String.class), row.get(1, String.class)));
    return blurred;
  }
}
