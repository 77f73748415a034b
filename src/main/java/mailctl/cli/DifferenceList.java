package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import mailctl.delivery.Difference;

/// The first differences of what may be millions, and how many there were.
final class DifferenceList {
  private final int limit;
  private final List<Difference> first = new ArrayList<>();
  private long count;

  DifferenceList(int limit) {
    this.limit = limit;
  }

  void add(Difference difference) {
    requireNonNull(difference, "difference is null");
    count++;
    if (first.size() < limit) {
      first.add(difference);
    }
  }

  long count() {
    return count;
  }

  /// @param before the heading of what is, as `after` is of what would be
  void print(Terminal terminal, String before, String after) {
    Table table = Table.of("DELIVERY", "ATTEMPT", "FIELD", before, after).flexible(after);
    for (Difference each : first) {
      table.row(
          each.delivery().map(String::valueOf).orElse("-"),
          each.attempt().isPresent() ? each.attempt().getAsInt() : "-",
          each.field(),
          shown(each.before()),
          shown(each.after()));
    }
    if (!table.isEmpty()) {
      table.print(terminal);
    }
  }

  /// What the list leaves out, for people; empty when it is whole.
  String rest() {
    return count > first.size() ? "; the first " + first.size() + " are shown (--limit)" : "";
  }

  JsonObject json(JsonObject json) {
    return json.put("difference_count", count)
        .list(
            "differences",
            first,
            each -> {
              JsonObject object = Json.object();
              each.delivery().ifPresent(id -> object.id("delivery_id", id));
              each.attempt().ifPresent(number -> object.put("attempt", number));
              return object
                  .put("field", each.field())
                  .put("before", each.before())
                  .put("after", each.after());
            });
  }

  private static String shown(String value) {
    return value.isEmpty() ? "-" : value;
  }
}
