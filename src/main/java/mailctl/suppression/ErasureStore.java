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
  public record Erased(String pseudonym, Instant at, String by) {
    public Erased {
      requireNonNull(pseudonym, "pseudonym is null");
      requireNonNull(at, "at is null");
      requireNonNull(by, "by is null");
    }
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
                  e.erased_at, e.erased_by
                from (select distinct unnest({0}) as address) n
                join erased_address e on e.hash = erasure_hash(n.address)
                """,
                DSL.val(addresses.toArray(String[]::new)))
            .fetch()) {
      erased.put(
          row.get("address", String.class),
          new Erased(
              row.get("pseudonym", String.class),
              row.get("erased_at", Instant.class),
              row.get("erased_by", String.class)));
    }
    return erased;
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
