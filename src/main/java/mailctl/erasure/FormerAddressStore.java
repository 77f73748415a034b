package mailctl.erasure;

import java.util.List;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.impl.DSL;

/// The addresses that a person had before the one that is to be forgotten.
final class FormerAddressStore {
  /// An address under which a registration got mail before it had the one that it has now.
  ///
  /// @param heldBy another registration that has it now, which is somebody else then
  record Former(String address, long registration, Optional<Long> heldBy) {}

  List<Former> of(Tx tx, String address) {
    return tx.dsl()
        .resultQuery(
            """
            select f.address, min(f.registration), min(o.id)
            from (
              select lower(d.email) as address, r.id as registration
              from registration r join delivery d on d.registration_id = r.id
              where lower(r.email) = {0}
              union
              select lower(a.email), r.id
              from registration r join delivery d on d.registration_id = r.id
              join attempt a on a.delivery_id = d.id
              where lower(r.email) = {0}) f
            left join registration o on lower(o.email) = f.address
            where f.address <> {0} and f.address !~ '^erased-[0-9a-f]{32}(-[0-9]+)?@erased[.]invalid$'
            group by f.address order by f.address
            """,
            DSL.val(address))
        .fetch(
            row ->
                new Former(
                    row.get(0, String.class),
                    row.get(1, Long.class),
                    Optional.ofNullable(row.get(2, Long.class))));
  }
}
