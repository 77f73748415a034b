package mailctl.delivery;

import static java.util.Objects.requireNonNull;
import static mailctl.database.SqlEnum.word;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import mailctl.database.SqlEnum;

/// What follows from the provider events of one delivery, as it stands or as it should.
///
/// @param attempts what was said about each, by number
record DeliverySnapshot(
    DeliveryId id, DeliveryState state, SortedMap<Integer, Accumulator> attempts) {
  DeliverySnapshot {
    requireNonNull(id, "id is null");
    requireNonNull(state, "state is null");
    attempts = new TreeMap<>(attempts);
  }

  /// Field by field, in a fixed order; empty when the two are the same.
  List<Difference> to(DeliverySnapshot after) {
    List<Difference> differences = new ArrayList<>();
    compare(OptionalInt.empty(), fields(state), fields(after.state), differences);
    after.attempts.forEach(
        (number, accumulator) ->
            compare(
                OptionalInt.of(number),
                fields(attempts.getOrDefault(number, Accumulator.EMPTY)),
                fields(accumulator),
                differences));
    return differences;
  }

  /// Whether another ladder of waits is all that it takes to make this of the other: blocked both
  /// times, by the same event, and only when it is tried again differs, or whether.
  boolean differsInLadderOnly(DeliverySnapshot after) {
    return attempts.equals(after.attempts)
        && attempts.values().stream().allMatch(each -> each.deliveredAt().isEmpty())
        && isBlocked(state)
        && isBlocked(after.state)
        && state.at().equals(after.state.at())
        && state.blockClass().equals(after.state.blockClass())
        && state.reason().equals(after.state.reason());
  }

  private static boolean isBlocked(DeliveryState state) {
    return state.blockClass().isPresent()
        && (state.status() == DeliveryStatus.RETRYING || state.status() == DeliveryStatus.FAILED);
  }

  private void compare(
      OptionalInt attempt,
      Map<String, String> before,
      Map<String, String> after,
      List<Difference> differences) {
    after.forEach(
        (field, value) -> {
          String old = before.getOrDefault(field, "");
          if (!old.equals(value)) {
            differences.add(new Difference(Optional.of(id), attempt, field, old, value));
          }
        });
  }

  private static Map<String, String> fields(DeliveryState state) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("status", word(state.status()));
    fields.put("status_at", state.at().toString());
    fields.put("due_at", text(state.dueAt()));
    fields.put("block_class", state.blockClass().map(SqlEnum::word).orElse(""));
    fields.put("reason", state.reason());
    return fields;
  }

  private static Map<String, String> fields(Accumulator said) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("outcome", said.outcome().map(SqlEnum::word).orElse(""));
    fields.put("outcome_at", text(said.strongest().map(Verdict::at)));
    fields.put("outcome_fingerprint", text(said.strongest().map(Verdict::fingerprint)));
    fields.put("outcome_class", said.strongest().map(Verdict::detail).orElse(""));
    fields.put("outcome_reason", said.strongest().map(Verdict::reason).orElse(""));
    fields.put("first_event_at", text(said.firstEventAt()));
    fields.put("last_event_at", text(said.lastEventAt()));
    fields.put("delivered_at", text(said.deliveredAt()));
    fields.put("spam_reported_at", text(said.spamReportedAt()));
    fields.put("unsubscribed_at", text(said.unsubscribedAt()));
    visits(fields, said.opens(), "opens", "opened_at");
    visits(fields, said.machineOpens(), "machine_opens", "machine_opened_at");
    visits(fields, said.clicks(), "clicks", "clicked_at");
    visits(fields, said.machineClicks(), "machine_clicks", "machine_clicked_at");
    return fields;
  }

  private static void visits(Map<String, String> fields, Visits visits, String count, String time) {
    fields.put(count, Integer.toString(visits.count()));
    fields.put("first_" + time, text(visits.first()));
    fields.put("last_" + time, text(visits.last()));
  }

  private static String text(Optional<?> value) {
    return value.map(Object::toString).orElse("");
  }
}
