package mailctl.access;

import static mailctl.database.schema.Tables.AUDIT_ENTRY;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import mailctl.database.Tx;
import mailctl.database.schema.tables.AuditEntry;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/// Adds to the audit and reads it; there is nothing else to do with it.
final class AuditStore {
  void begin(Tx tx, UUID run, Audit.Deed deed, String arguments) {
    tx.dsl()
        .insertInto(AUDIT_ENTRY)
        .set(AUDIT_ENTRY.RUN, run)
        .set(AUDIT_ENTRY.STAGE, "begun")
        .set(AUDIT_ENTRY.ACTOR, deed.actor())
        .set(AUDIT_ENTRY.HOST, deed.host())
        .set(AUDIT_ENTRY.ACTION, deed.action())
        .set(AUDIT_ENTRY.ARGUMENTS, arguments)
        .execute();
  }

  void end(Tx tx, UUID run, Audit.Deed deed, int exitCode, String changes) {
    tx.dsl()
        .insertInto(AUDIT_ENTRY)
        .set(AUDIT_ENTRY.RUN, run)
        .set(AUDIT_ENTRY.STAGE, "ended")
        .set(AUDIT_ENTRY.ACTOR, deed.actor())
        .set(AUDIT_ENTRY.HOST, deed.host())
        .set(AUDIT_ENTRY.ACTION, deed.action())
        .set(AUDIT_ENTRY.EXIT_CODE, exitCode)
        .set(AUDIT_ENTRY.CHANGES, changes)
        .execute();
  }

  List<mailctl.access.AuditEntry> list(Tx tx, Audit.Query query) {
    AuditEntry begun = AUDIT_ENTRY.as("begun");
    AuditEntry ended = AUDIT_ENTRY.as("ended");
    Condition wanted = begun.STAGE.eq("begun").and(begun.AT.ge(query.since()));
    if (!query.actor().isEmpty()) {
      wanted = wanted.and(begun.ACTOR.contains(query.actor()));
    }
    if (!query.action().isEmpty()) {
      wanted = wanted.and(begun.ACTION.startsWith(query.action()));
    }
    return tx.dsl()
        .select(
            begun.ID,
            begun.AT,
            begun.ACTOR,
            begun.HOST,
            begun.ACTION,
            begun.ARGUMENTS,
            ended.EXIT_CODE,
            ended.AT,
            DSL.coalesce(ended.CHANGES, DSL.inline("")))
        .from(begun)
        .leftJoin(ended)
        .on(ended.RUN.eq(begun.RUN).and(ended.STAGE.eq("ended")))
        .where(wanted)
        .orderBy(begun.ID.desc())
        .limit(query.limit())
        .fetch(
            row ->
                new mailctl.access.AuditEntry(
                    row.value1(),
                    row.value2(),
                    row.value3(),
                    row.value4(),
                    row.value5(),
                    row.value6(),
                    row.value7() == null ? OptionalInt.empty() : OptionalInt.of(row.value7()),
                    Optional.ofNullable(row.value8()),
                    row.value9()));
  }
}
