package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Result;

/// Reads the ledger: counts and examples, never all rows.
final class LedgerStore {
  record Email(long id, String name) {}

  /// @param planned how many were written down when they were planned
  record Counts(
      long planned,
      long recipients,
      SequencedMap<String, Long> statuses,
      SequencedMap<String, Long> skipped) {}

  /// The next email after `after` that has books at all; one that was asked for by its id has.
  Optional<Email> next(Tx tx, Rebuild.Scope scope, long after) {
    Condition hasBooks =
        SCHEDULED_EMAIL
            .PLANNED_RECIPIENTS
            .gt(0)
            .or(
                exists(
                    selectOne()
                        .from(DELIVERY)
                        .where(DELIVERY.SCHEDULED_EMAIL_ID.eq(SCHEDULED_EMAIL.ID))))
            .or(
                exists(
                    selectOne()
                        .from(SUBMISSION)
                        .where(SUBMISSION.SCHEDULED_EMAIL_ID.eq(SCHEDULED_EMAIL.ID))));
    Condition in =
        switch (scope) {
          case Rebuild.Scope.All() -> hasBooks;
          case Rebuild.Scope.OfEmail(long id) -> SCHEDULED_EMAIL.ID.eq(id);
          case Rebuild.Scope.OfEvent(long id) -> SCHEDULED_EMAIL.EVENT_ID.eq(id).and(hasBooks);
          case Rebuild.Scope.OfDelivery _ ->
              throw new IllegalArgumentException("a delivery alone has no books");
        };
    return tx.dsl()
        .select(SCHEDULED_EMAIL.ID, SCHEDULED_EMAIL.NAME)
        .from(SCHEDULED_EMAIL)
        .where(SCHEDULED_EMAIL.ID.gt(after))
        .and(in)
        .orderBy(SCHEDULED_EMAIL.ID)
        .limit(1)
        .fetchOptional(row -> new Email(row.value1(), row.value2()));
  }

  /// In one statement, so that they are of one moment.
  Counts counts(Tx tx, long email) {
    SequencedMap<String, Long> found = new LinkedHashMap<>();
    SequencedMap<String, Long> skipped = new LinkedHashMap<>();
    long planned = 0;
    long recipients = 0;
    for (Record row :
        tx.dsl()
            .select(
                DELIVERY.STATUS,
                DELIVERY.SKIP_REASON,
                count(DELIVERY.ID),
                SCHEDULED_EMAIL.PLANNED_RECIPIENTS)
            .from(SCHEDULED_EMAIL)
            .leftJoin(DELIVERY)
            .on(DELIVERY.SCHEDULED_EMAIL_ID.eq(SCHEDULED_EMAIL.ID))
            .where(SCHEDULED_EMAIL.ID.eq(email))
            .groupBy(SCHEDULED_EMAIL.PLANNED_RECIPIENTS, DELIVERY.STATUS, DELIVERY.SKIP_REASON)
            .orderBy(DELIVERY.STATUS, DELIVERY.SKIP_REASON)
            .fetch()) {
      planned = row.get(SCHEDULED_EMAIL.PLANNED_RECIPIENTS);
      String status = row.get(DELIVERY.STATUS);
      if (status == null) {
        continue;
      }
      long deliveries = row.get(2, Long.class);
      recipients += deliveries;
      found.merge(status, deliveries, Long::sum);
      String reason = row.get(DELIVERY.SKIP_REASON);
      if (status.equals("skipped") && reason != null) {
        skipped.merge(reason, deliveries, Long::sum);
      }
    }
    return new Counts(planned, recipients, known(found), skipped);
  }

  /// Only the statuses that there are, in their usual order: with another, the sum is not the
  /// whole.
  private static SequencedMap<String, Long> known(SequencedMap<String, Long> found) {
    SequencedMap<String, Long> known = new LinkedHashMap<>();
    for (DeliveryStatus status : DeliveryStatus.values()) {
      String word = status.name().toLowerCase(Locale.ROOT);
      Long deliveries = found.get(word);
      if (deliveries != null) {
        known.put(word, deliveries);
      }
    }
    return known;
  }

  /// @param email ignored by the laws of the installation
  Optional<BrokenLaw> check(Tx tx, Law law, long email, Instant leaseDeadBefore, int limit) {
    return read(tx, law, val(email), val(leaseDeadBefore), val(limit));
  }

  /// The months of the history of provider events, each a table of its own.
  List<String> months(Tx tx) {
    return tx.dsl()
        .resultQuery(
            """
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'provider_event'::regclass order by c.relname
            """)
        .fetch(row -> row.get(0, String.class));
  }

  /// What breaks it in one month; nothing when that was pruned meanwhile.
  Optional<BrokenLaw> checkMonth(Tx tx, Law law, String month, int limit) {
    // No month goes while this is held.
    tx.dsl().execute("lock table provider_event in access share mode");
    return months(tx).contains(month)
        ? read(tx, law, table(name(month)), val(0), val(limit))
        : Optional.empty();
  }

  /// A huge month, or millions of deliveries, take longer than a statement may elsewhere.
  private static Optional<BrokenLaw> read(Tx tx, Law law, QueryPart... parts) {
    tx.dsl().execute("set local statement_timeout = '30min'");
    Result<Record> rows =
        tx.dsl()
            .resultQuery(
                "select count(*) over () as total, thing, id, what from ("
                    + law.sql()
                    + ") broken order by id, what limit {2}",
                parts)
            .fetch();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<BrokenLaw.Row> examples =
        rows.map(
            row ->
                new BrokenLaw.Row(
                    row.get("thing", String.class),
                    row.get("id", Long.class),
                    row.get("what", String.class)));
    return Optional.of(
        new BrokenLaw(
            law.name(), law.sentence(), rows.getFirst().get("total", Long.class), examples));
  }
}
