package mailctl.delivery;

import static mailctl.database.ArraySql.text;
import static mailctl.database.ArraySql.time;
import static mailctl.database.SqlEnum.word;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import mailctl.audience.SkipReason;
import mailctl.database.ArraySql;
import mailctl.database.SqlEnum;
import mailctl.database.Tx;
import mailctl.provider.BounceClass;
import org.jspecify.annotations.Nullable;

/// Reads what the fold needs and writes what it says, for many deliveries at a time.
final class FoldStore {
  private static final String READ =
      """
      select id, created_at, skip_reason, skip_detail, skipped_at, cancelled_at, not_before,
        resend_at, status, status_at, due_at, block_class, reason, resend_lost
      from delivery where id = any(?) order by id
      """;

  private static final String LOCK = READ + " for no key update";

  private static final String ATTEMPTS =
      """
      select a.delivery_id, a.id, a.number, a.origin, s.state,
        coalesce(s.settled_at, s.called_at, s.claimed_at), s.detail, a.rejection,
        a.outcome, a.outcome_at, a.outcome_fingerprint, a.outcome_class, a.outcome_reason,
        a.first_event_at, a.last_event_at, a.delivered_at, a.spam_reported_at, a.unsubscribed_at,
        a.opens, a.first_opened_at, a.last_opened_at,
        a.machine_opens, a.first_machine_opened_at, a.last_machine_opened_at,
        a.clicks, a.first_clicked_at, a.last_clicked_at,
        a.machine_clicks, a.first_machine_clicked_at, a.last_machine_clicked_at
      from attempt a join submission s on s.id = a.submission_id
      where a.delivery_id = any(?)
      """;

  private static final String WRITE_ACCUMULATORS =
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
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        as n (id, outcome, outcome_at, fingerprint, class, reason, first_event, last_event,
          delivered, spam, unsubscribed, opens, first_opened, last_opened, machine_opens,
          first_machine_opened, last_machine_opened, clicks, first_clicked, last_clicked,
          machine_clicks, first_machine_clicked, last_machine_clicked)
      where a.id = n.id
      """;

  private static final String WRITE_STATES =
      """
      update delivery d set status = n.status, status_at = n.at, due_at = n.due,
        block_class = n.class, reason = n.reason
      from unnest(?, ?, ?, ?, ?, ?) as n (id, status, at, due, class, reason)
      where d.id = n.id
      """;

  /// What the fold works on, and what it said last.
  record Row(DeliveryInputs inputs, DeliveryState state, List<AttemptState> attempts) {}

  /// A delivery as it stands: what was decided, and what the fold said last.
  record Locked(DeliveryInputs inputs, DeliveryState state) {}

  /// In id order, as everybody who locks deliveries does it. Statements that follow see what
  /// whoever held the locks before has committed.
  List<Locked> lock(Tx tx, Collection<DeliveryId> deliveries) {
    return read(tx, LOCK, deliveries);
  }

  /// As it is now, in id order; to write what follows from it, lock first.
  List<Row> load(Tx tx, Collection<DeliveryId> deliveries) {
    List<Locked> read = read(tx, READ, deliveries);
    Map<DeliveryId, List<AttemptState>> attempts = attempts(tx, deliveries);
    return read.stream()
        .map(
            each ->
                new Row(
                    each.inputs(),
                    each.state(),
                    attempts.getOrDefault(each.inputs().id(), List.of())))
        .toList();
  }

  private static List<Locked> read(Tx tx, String sql, Collection<DeliveryId> deliveries) {
    List<Locked> read = new ArrayList<>(deliveries.size());
    List<Long> ids = ids(deliveries);
    ArraySql.query(
        tx,
        sql,
        bind -> bind.longs(ids, Long::longValue),
        row -> read.add(new Locked(inputs(row), state(row))));
    return read;
  }

  /// In no particular order; a delivery without any is not in there.
  Map<DeliveryId, List<AttemptState>> attempts(Tx tx, Collection<DeliveryId> deliveries) {
    Map<DeliveryId, List<AttemptState>> attempts = HashMap.newHashMap(deliveries.size());
    List<Long> ids = ids(deliveries);
    ArraySql.query(
        tx,
        ATTEMPTS,
        bind -> bind.longs(ids, Long::longValue),
        row ->
            attempts
                .computeIfAbsent(new DeliveryId(row.getLong(1)), _ -> new ArrayList<>(1))
                .add(attempt(row)));
    return attempts;
  }

  void writeAccumulators(Tx tx, Map<Long, Accumulator> accumulators) {
    if (accumulators.isEmpty()) {
      return;
    }
    List<Map.Entry<Long, Accumulator>> entries = new ArrayList<>(accumulators.entrySet());
    entries.sort(Map.Entry.comparingByKey());
    List<Accumulator> values = entries.stream().map(Map.Entry::getValue).toList();
    ArraySql.update(
        tx,
        WRITE_ACCUMULATORS,
        bind ->
            bind.longs(entries, Map.Entry::getKey)
                .texts(values, verdict(each -> word(each.outcome())))
                .times(values, verdict(Verdict::at))
                .uuids(values, verdict(Verdict::fingerprint))
                .texts(values, verdict(Verdict::detail))
                .texts(values, verdict(Verdict::reason))
                .times(values, value -> orNull(value.firstEventAt()))
                .times(values, value -> orNull(value.lastEventAt()))
                .times(values, value -> orNull(value.deliveredAt()))
                .times(values, value -> orNull(value.spamReportedAt()))
                .times(values, value -> orNull(value.unsubscribedAt()))
                .ints(values, value -> value.opens().count())
                .times(values, value -> orNull(value.opens().first()))
                .times(values, value -> orNull(value.opens().last()))
                .ints(values, value -> value.machineOpens().count())
                .times(values, value -> orNull(value.machineOpens().first()))
                .times(values, value -> orNull(value.machineOpens().last()))
                .ints(values, value -> value.clicks().count())
                .times(values, value -> orNull(value.clicks().first()))
                .times(values, value -> orNull(value.clicks().last()))
                .ints(values, value -> value.machineClicks().count())
                .times(values, value -> orNull(value.machineClicks().first()))
                .times(values, value -> orNull(value.machineClicks().last())));
  }

  void writeStates(Tx tx, Map<DeliveryId, DeliveryState> states) {
    if (states.isEmpty()) {
      return;
    }
    List<Map.Entry<DeliveryId, DeliveryState>> entries = List.copyOf(states.entrySet());
    List<DeliveryState> values = entries.stream().map(Map.Entry::getValue).toList();
    ArraySql.update(
        tx,
        WRITE_STATES,
        bind ->
            bind.longs(entries, entry -> entry.getKey().value())
                .texts(values, value -> word(value.status()))
                .times(values, DeliveryState::at)
                .times(values, value -> orNull(value.dueAt()))
                .texts(values, value -> orNull(value.blockClass().map(SqlEnum::word)))
                .texts(values, DeliveryState::reason));
  }

  private static DeliveryInputs inputs(ResultSet row) throws SQLException {
    Optional<String> reason = text(row, 3);
    Optional<DeliveryInputs.Skip> skip = Optional.empty();
    if (reason.isPresent()) {
      skip =
          Optional.of(
              new DeliveryInputs.Skip(
                  SkipReason.valueOf(upper(reason.get())),
                  row.getString(4),
                  time(row, 5).orElseThrow()));
    }
    return new DeliveryInputs(
        new DeliveryId(row.getLong(1)),
        time(row, 2).orElseThrow(),
        skip,
        time(row, 6),
        time(row, 7),
        time(row, 8),
        Optional.ofNullable(row.getObject(14, Integer.class)));
  }

  private static DeliveryState state(ResultSet row) throws SQLException {
    return new DeliveryState(
        DeliveryStatus.valueOf(upper(row.getString(9))),
        time(row, 10).orElseThrow(),
        time(row, 11),
        text(row, 12).map(each -> BounceClass.valueOf(upper(each))),
        row.getString(13));
  }

  private static AttemptState attempt(ResultSet row) throws SQLException {
    return new AttemptState(
        row.getLong(2),
        row.getInt(3),
        AttemptOrigin.valueOf(upper(row.getString(4))),
        SubmissionState.valueOf(upper(row.getString(5))),
        time(row, 6).orElseThrow(),
        row.getString(7),
        text(row, 8),
        accumulator(row));
  }

  private static Accumulator accumulator(ResultSet row) throws SQLException {
    Optional<String> outcome = text(row, 9);
    Optional<Verdict> strongest = Optional.empty();
    if (outcome.isPresent()) {
      strongest =
          Optional.of(
              new Verdict(
                  Outcome.valueOf(upper(outcome.get())),
                  time(row, 10).orElseThrow(),
                  row.getObject(11, UUID.class),
                  text(row, 12).orElse(""),
                  text(row, 13).orElse("")));
    }
    return new Accumulator(
        strongest,
        time(row, 14),
        time(row, 15),
        time(row, 16),
        time(row, 17),
        time(row, 18),
        visits(row, 19),
        visits(row, 22),
        visits(row, 25),
        visits(row, 28));
  }

  private static Visits visits(ResultSet row, int from) throws SQLException {
    return new Visits(row.getInt(from), time(row, from + 1), time(row, from + 2));
  }

  private static <V> Function<Accumulator, @Nullable V> verdict(Function<Verdict, V> part) {
    return value -> orNull(value.strongest().map(part));
  }

  private static <V> @Nullable V orNull(Optional<V> value) {
    return value.orElse(null);
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private static List<Long> ids(Collection<DeliveryId> deliveries) {
    return deliveries.stream().map(DeliveryId::value).sorted().toList();
  }
}
