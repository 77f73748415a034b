package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mailctl.policy.BouncePolicy;
import mailctl.policy.Fault;
import mailctl.policy.PolicyChange;

/// Bounce policies, and what they change, in tables and JSON.
final class PolicyView {
  private static final int SHOWN = 100;

  private PolicyView() {}

  static JsonObject json(BouncePolicy policy) {
    JsonObject json = Json.object();
    for (Fault.Kind kind : Fault.Kind.values()) {
      Map<String, Object> section = new TreeMap<>(policy.rules().getOrDefault(kind, Map.of()));
      json.map(Choice.word(kind), section);
    }
    return json.put(
        "threshold",
        Json.object().put("events", policy.events()).duration("within", policy.within()));
  }

  static JsonObject json(PolicyChange change) {
    return Json.object()
        .list("suppressed", change.suppressed(), PolicyView::line)
        .list("released", change.released(), PolicyView::line)
        .list("kept_spam_reports", change.kept(), PolicyView::line);
  }

  private static JsonObject line(PolicyChange.Line line) {
    return Json.object()
        .put("address", line.address())
        .put("because", line.because())
        .put("at", line.at());
  }

  private record Row(String what, PolicyChange.Line line) {}

  static void print(Session session, PolicyChange change) {
    List<Row> rows = new ArrayList<>();
    change.suppressed().forEach(line -> rows.add(new Row("suppress", line)));
    change.released().forEach(line -> rows.add(new Row("release", line)));
    change.kept().forEach(line -> rows.add(new Row("keep: a spam report", line)));
    Table table = Table.of("WHAT", "ADDRESS", "BECAUSE OF", "AT").flexible("ADDRESS");
    rows.stream()
        .limit(SHOWN)
        .forEach(
            row ->
                table.row(
                    row.what(),
                    row.line().address(),
                    row.line().because(),
                    session.times().show(row.line().at())));
    if (!table.isEmpty()) {
      table.print(session.terminal());
    }
    if (rows.size() > SHOWN) {
      session.say("and " + (rows.size() - SHOWN) + " more: --json shows all");
    }
  }

  static String counts(PolicyChange change) {
    return "newly suppressed %d, released %d"
            .formatted(change.suppressed().size(), change.released().size())
        + (change.kept().isEmpty()
            ? ""
            : ", spam reports kept " + change.kept().size() + " (--force releases them)");
  }
}
