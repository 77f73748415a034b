package mailctl.fence;

import static mailctl.database.schema.Tables.INSTALLATION;
import static mailctl.database.schema.Tables.INSTALLATION_FORMER;
import static mailctl.database.schema.Tables.INSTALLATION_HOST;

import java.time.Instant;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.impl.DSL;
import org.postgresql.PGConnection;

/// Reads and writes whose database this is.
final class FenceStore {
  Reading read(Tx tx) {
    Optional<Long> system = systemIdentifier(tx);
    return tx.dsl()
        .select(
            INSTALLATION.ID,
            INSTALLATION.GENERATION,
            INSTALLATION.EPOCH,
            INSTALLATION.SYSTEM_IDENTIFIER,
            INSTALLATION.DATABASE_OID,
            databaseOid(),
            INSTALLATION.PLACE)
        .from(INSTALLATION)
        .fetchSingle(
            row ->
                new Reading(
                    row.value1(),
                    row.value2(),
                    row.value3(),
                    Optional.ofNullable(row.value4()),
                    system,
                    row.value5(),
                    row.value6(),
                    Optional.ofNullable(row.value7())));
  }

  /// So that of two who raise the epoch or unfence at once each sees what the other did.
  void lock(Tx tx) {
    tx.dsl().select(INSTALLATION.ID).from(INSTALLATION).forNoKeyUpdate().fetchSingle();
  }

  int hosts(Tx tx) {
    return tx.dsl().fetchCount(INSTALLATION_HOST);
  }

  /// Returns the new epoch. A place that nobody has written down yet is now known.
  long raiseEpoch(Tx tx, Optional<String> place) {
    return tx.dsl()
        .update(INSTALLATION)
        .set(INSTALLATION.EPOCH, INSTALLATION.EPOCH.plus(1))
        .set(
            INSTALLATION.PLACE,
            DSL.coalesce(INSTALLATION.PLACE, DSL.val(place.orElse(null), String.class)))
        .returning(INSTALLATION.EPOCH)
        .fetchSingle()
        .getEpoch();
  }

  /// Returns whether this host was never seen before.
  boolean see(Tx tx, Host host, long epoch) {
    return tx.dsl()
        .resultQuery(
            """
            insert into installation_host (id, name, first_seen_at, last_seen_at, epoch)
            values ({0}, {1}, clock_timestamp(), clock_timestamp(), {2})
            on conflict (id) do update
              set name = excluded.name, last_seen_at = excluded.last_seen_at, epoch = excluded.epoch
            returning xmax = 0
            """,
            DSL.val(host.id()), DSL.val(host.name()), DSL.val(epoch))
        .fetchSingle()
        .get(0, Boolean.class);
  }

  void keepFormer(Tx tx, Reading before, String differences, Decision decision, Instant now) {
    tx.dsl()
        .insertInto(INSTALLATION_FORMER)
        .set(INSTALLATION_FORMER.ID, before.installation())
        .set(INSTALLATION_FORMER.GENERATION, before.generation())
        .set(INSTALLATION_FORMER.UNTIL_AT, now)
        .set(INSTALLATION_FORMER.DIFFERENCES, differences)
        .set(INSTALLATION_FORMER.DECIDED_BY, decision.by())
        .set(INSTALLATION_FORMER.REASON, decision.reason())
        .set(INSTALLATION_FORMER.HOST, decision.host())
        .execute();
  }

  /// A new id, at home where it is now. The epoch goes on, so that it is ahead of every memory.
  void settle(Tx tx, Reading now, long epoch, Optional<String> place) {
    tx.dsl()
        .update(INSTALLATION)
        .set(INSTALLATION.ID, DSL.field("substr(md5(gen_random_uuid()::text), 1, 8)", String.class))
        .set(INSTALLATION.GENERATION, INSTALLATION.GENERATION.plus(1))
        .set(INSTALLATION.EPOCH, epoch)
        .set(INSTALLATION.SYSTEM_IDENTIFIER, now.system().orElse(null))
        .set(INSTALLATION.DATABASE_OID, now.database())
        .set(INSTALLATION.PLACE, place.orElse(null))
        .execute();
    tx.dsl().deleteFrom(INSTALLATION_HOST).execute();
  }

  /// The connection to the server itself: what is behind one never becomes another database.
  Object backend(Tx tx) {
    return tx.dsl().connectionResult(connection -> connection.unwrap(PGConnection.class));
  }

  private static org.jooq.Field<Long> databaseOid() {
    return DSL.field(
        "(select d.oid::bigint from pg_database d where d.datname = current_database())",
        Long.class);
  }

  /// Asked before, because a refusal would end the transaction.
  private static Optional<Long> systemIdentifier(Tx tx) {
    boolean readable =
        tx.dsl()
            .fetchSingle(
                "select has_function_privilege('pg_catalog.pg_control_system()', 'execute')")
            .get(0, Boolean.class);
    return readable
        ? Optional.of(
            tx.dsl()
                .fetchSingle("select system_identifier from pg_control_system()")
                .get(0, Long.class))
        : Optional.empty();
  }
}
