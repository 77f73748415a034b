package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import mailctl.audience.SkipReason;
import mailctl.database.Tx;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/// Reads what the fold needs and writes what it says, for many deliveries at a time.
final class FoldStore {
  record Row(DeliveryInputs inputs, List<AttemptState> attempts) {}

  /// In id order, as everybody who locks deliveries does it.
  void lock(Tx tx, Collection<DeliveryId> deliveries) {
    tx.dsl()
        .select(DELIVERY.ID)
        .from(DELIVERY)
        .where(DELIVERY.ID.eq(DSL.any(longs(ids(deliveries)))))
        .orderBy(DELIVERY.ID)
        .forNoKeyUpdate()
        .fetch();
  }

  List<Row> load(Tx tx, Collection<DeliveryId> deliveries) {
    Map<Long, Row> rows = new LinkedHashMap<>();
    tx.dsl()
        .resultQuery(
            """
            select d.id as delivery_id, d.created_at, d.skip_reason, d.skip_detail, d.skipped_at,
              d.cancelled_at, d.not_before, d.resend_at, d.resend_lost,
              a.id as attempt_id, a.number, a.origin, a.rejection,
              a.outcome, a.outcome_at, a.outcome_fingerprint, a.outcome_class, a.outcome_reason,
              a.first_event_at, a.last_event_at, a.delivered_at, a.spam_reported_at,
              a.unsubscribed_at, a.opens, a.first_opened_at, a.last_opened_at, a.machine_opens,
              a.first_machine_opened_at, a.last_machine_opened_at,
              a.clicks, a.first_clicked_at, a.last_clicked_at, a.machine_clicks,
              a.first_machine_clicked_at, a.last_machine_clicked_at,
              s.state, s.detail, coalesce(s.settled_at, s.called_at, s.claimed_at) as since
            from delivery d
            left join attempt a on a.delivery_id = d.id
            left join submission s on s.id = a.submission_id
            where d.id = any({0})
            order by d.id, a.number
            """,
            longs(ids(deliveries)))
        .forEach(
            record -> {
              long id = record.get("delivery_id", Long.class);
              Row row = rows.computeIfAbsent(id, _ -> new Row(inputs(record), new ArrayList<>()));
              if (record.get("attempt_id") != null) {
                row.attempts().add(attempt(record));
              }
            });
    return List.copyOf(rows.values());
  }

  void writeAccumulators(Tx tx, Map<Long, Accumulator> accumulators) {
    if (accumulators.isEmpty()) {
      return;
    }
    List<Map.Entry<Long, Accumulator>> entries = List.copyOf(accumulators.entrySet());
    List<Accumulator> values = entries.stream().map(Map.Entry::getValue).toList();
    tx.dsl()
        .query(
            """
            update attempt a set
              outcome = n.outcome, outcome_at = n.outcome_at,
              outcome_fingerprint = n.fingerprint, outcome_class = n.class,
              outcome_reason = n.reason, first_event_at = n.first_event, last_event_at = n.last_event,
              delivered_at = n.delivered, spam_reported_at = n.spam,
              unsubscribed_at = n.unsubscribed, opens = n.opens, first_opened_at = n.first_opened,
              last_opened_at = n.last_opened, machine_opens = n.machine_opens,
              first_machine_opened_at = n.first_machine_opened,
              last_machine_opened_at = n.last_machine_opened, clicks = n.clicks,
              first_clicked_at = n.first_clicked, last_clicked_at = n.last_clicked,
              machine_clicks = n.machine_clicks,
              first_machine_clicked_at = n.first_machine_clicked,
              last_machine_clicked_at = n.last_machine_clicked
            from unnest({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}, {11}, {12}, {13},
                {14}, {15}, {16}, {17}, {18}, {19}, {20}, {21}, {22})
              as n (id, outcome, outcome_at, fingerprint, class, reason, first_event, last_event,
                delivered, spam, unsubscribed, opens, first_opened, last_opened, machine_opens,
                first_machine_opened, last_machine_opened, clicks, first_clicked, last_clicked,
                machine_clicks, first_machine_clicked, last_machine_clicked)
            where a.id = n.id
            """,
            longs(entries.stream().map(Map.Entry::getKey).toList()),
            texts(values, value -> value.strongest().map(each -> lower(each.outcome()))),
            times(values, value -> value.strongest().map(Verdict::at)),
            uuids(values, value -> value.strongest().map(Verdict::fingerprint)),
            texts(values, value -> value.strongest().map(Verdict::detail)),
            texts(values, value -> value.strongest().map(Verdict::reason)),
            times(values, Accumulator::firstEventAt),
            times(values, Accumulator::lastEventAt),
            times(values, Accumulator::deliveredAt),
            times(values, Accumulator::spamReportedAt),
            times(values, Accumulator::unsubscribedAt),
            integers(values, value -> value.opens().count()),
            times(values, value -> value.opens().first()),
            times(values, value -> value.opens().last()),
            integers(values, value -> value.machineOpens().count()),
            times(values, value -> value.machineOpens().first()),
            times(values, value -> value.machineOpens().last()),
            integers(values, value -> value.clicks().count()),
            times(values, value -> value.clicks().first()),
            times(values, value -> value.clicks().last()),
            integers(values, value -> value.machineClicks().count()),
            times(values, value -> value.machineClicks().first()),
            times(values, value -> value.machineClicks().last()))
        .execute();
  }

  /// Leaves rows alone that already say so.
  void writeStates(Tx tx, Map<DeliveryId, DeliveryState> states) {
    if (states.isEmpty()) {
      return;
    }
    List<Map.Entry<DeliveryId, DeliveryState>> entries = List.copyOf(states.entrySet());
    List<DeliveryState> values = entries.stream().map(Map.Entry::getValue).toList();
    tx.dsl()
        .query(
            """
            update delivery d set status = n.status, status_at = n.at, due_at = n.due,
              block_class = n.class, reason = n.reason
            from unnest({0}, {1}, {2}, {3}, {4}, {5}) as n (id, status, at, due, class, reason)
            where d.id = n.id
              and (d.status, d.status_at, d.due_at, d.block_class, d.reason)
                is distinct from (n.status, n.at, n.due, n.class, n.reason)
            """,
            longs(entries.stream().map(entry -> entry.getKey().value()).toList()),
            texts(values, value -> Optional.of(lower(value.status()))),
            times(values, value -> Optional.of(value.at())),
            times(values, DeliveryState::dueAt),
            texts(values, value -> value.blockClass().map(FoldStore::lower)),
            texts(values, value -> Optional.of(value.reason())))
        .execute();
  }

  private static DeliveryInputs inputs(Record record) {
    Optional<DeliveryInputs.Skip> skip =
        text(record, "skip_reason")
            .map(
                reason ->
                    new DeliveryInputs.Skip(
                        SkipReason.valueOf(reason.toUpperCase(Locale.ROOT)),
                        record.get("skip_detail", String.class),
                        record.get("skipped_at", Instant.class)));
    return new DeliveryInputs(
        new DeliveryId(record.get("delivery_id", Long.class)),
        record.get("created_at", Instant.class),
        skip,
        time(record, "cancelled_at"),
        time(record, "not_before"),
        time(record, "resend_at"),
        Optional.ofNullable(record.get("resend_lost", Integer.class)));
  }

  private static AttemptState attempt(Record record) {
    return new AttemptState(
        record.get("attempt_id", Long.class),
        record.get("number", Integer.class),
        AttemptOrigin.valueOf(upper(record, "origin")),
        SubmissionState.valueOf(upper(record, "state")),
        record.get("since", Instant.class),
        record.get("detail", String.class),
        text(record, "rejection"),
        accumulator(record));
  }

  private static Accumulator accumulator(Record record) {
    Optional<Verdict> strongest =
        text(record, "outcome")
            .map(
                outcome ->
                    new Verdict(
                        Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
                        record.get("outcome_at", Instant.class),
                        record.get("outcome_fingerprint", UUID.class),
                        text(record, "outcome_class").orElse(""),
                        text(record, "outcome_reason").orElse("")));
    return new Accumulator(
        strongest,
        time(record, "first_event_at"),
        time(record, "last_event_at"),
        time(record, "delivered_at"),
        time(record, "spam_reported_at"),
        time(record, "unsubscribed_at"),
        visits(record, "opens", "opened_at"),
        visits(record, "machine_opens", "machine_opened_at"),
        visits(record, "clicks", "clicked_at"),
        visits(record, "machine_clicks", "machine_clicked_at"));
  }

  private static Visits visits(Record record, String count, String time) {
    return new Visits(
        record.get(count, Integer.class),
        time(record, "first_" + time),
        time(record, "last_" + time));
  }

  private static Optional<String> text(Record record, String field) {
    return Optional.ofNullable(record.get(field, String.class));
  }

  private static Optional<Instant> time(Record record, String field) {
    return Optional.ofNullable(record.get(field, Instant.class));
  }

  private static String upper(Record record, String field) {
    return record.get(field, String.class).toUpperCase(Locale.ROOT);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static List<Long> ids(Collection<DeliveryId> deliveries) {
    return deliveries.stream().map(DeliveryId::value).sorted().toList();
  }

  private static Field<Long[]> longs(List<Long> values) {
    return val(values.toArray(Long[]::new), SQLDataType.BIGINT.array());
  }

  private static <T> Field<Integer[]> integers(List<T> values, Function<T, Integer> get) {
    return val(values.stream().map(get).toArray(Integer[]::new), SQLDataType.INTEGER.array());
  }

  private static <T> Field<String[]> texts(List<T> values, Function<T, Optional<String>> get) {
    return val(column(values, get, new @Nullable String[values.size()]), SQLDataType.CLOB.array());
  }

  private static <T> Field<UUID[]> uuids(List<T> values, Function<T, Optional<UUID>> get) {
    return val(column(values, get, new @Nullable UUID[values.size()]), SQLDataType.UUID.array());
  }

  private static <T> Field<Instant[]> times(List<T> values, Function<T, Optional<Instant>> get) {
    return val(
        column(values, get, new @Nullable Instant[values.size()]), SQLDataType.INSTANT.array());
  }

  private static <T, V> V[] column(
      List<T> values, Function<T, Optional<V>> get, @Nullable V[] column) {
    for (int i = 0; i < column.length; i++) {
      column[i] = get.apply(values.get(i)).orElse(null);
    }
    return column;
  }
}
