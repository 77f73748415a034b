package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.inspect.DeliveryHistory;
import mailctl.inspect.DeliveryRow;
import mailctl.inspect.Inspector;
import mailctl.sandbox.SimulatedEvent;

/// Shows what a made-up event did to each delivery: its status before and after.
final class SimulationView {
  /// `after` is empty in a dry run, and where only an address is known.
  private record Line(
      String address, Optional<DeliveryRow> before, Optional<DeliveryHistory> after) {}

  private final Session session;
  private final Inspector inspector;
  private final SimulatedEvent event;
  private final List<SimulationTargets.Target> targets;

  SimulationView(
      Session session,
      Inspector inspector,
      SimulatedEvent event,
      List<SimulationTargets.Target> targets) {
    this.session = requireNonNull(session, "session is null");
    this.inspector = requireNonNull(inspector, "inspector is null");
    this.event = requireNonNull(event, "event is null");
    this.targets = List.copyOf(targets);
  }

  void nothing(String sentence) {
    show(List.of());
    session.say(sentence);
  }

  void plan() {
    show(
        targets.stream()
            .map(it -> new Line(it.message().email(), it.delivery(), Optional.empty()))
            .toList());
    session.say("dry run: nothing was sent");
  }

  void outcome(String sentence) {
    List<Line> lines = new ArrayList<>();
    for (SimulationTargets.Target target : targets) {
      lines.add(
          new Line(
              target.message().email(),
              target.delivery(),
              target.delivery().map(row -> inspector.delivery(row.id()))));
    }
    show(lines);
    session.say(
        event.word() + (targets.size() == 1 ? "" : " for " + targets.size()) + ": " + sentence);
  }

  private void show(List<Line> lines) {
    if (session.json()) {
      session.print(
          Json.object().put("event", event.word()).list("deliveries", lines, SimulationView::json));
      return;
    }
    Table table = Table.of("DELIVERY", "ADDRESS", "BEFORE", "AFTER", "NEXT").flexible("NEXT");
    for (Line line : lines) {
      table.row(
          line.before().map(row -> String.valueOf(row.id())).orElse("-"),
          line.address(),
          line.before().map(SimulationView::status).orElse("-"),
          line.after().map(it -> status(it.delivery())).orElse("-"),
          line.after().map(DeliveryHistory::next).orElse("-"));
    }
    if (!table.isEmpty()) {
      table.print(session.terminal());
    }
  }

  private static String status(DeliveryRow row) {
    return row.status().word() + (row.unsubscribed() ? " (unsubscribed)" : "");
  }

  private static JsonObject json(Line line) {
    return Json.object()
        .put("id", line.before().map(row -> String.valueOf(row.id())))
        .put("email", line.address())
        .put("status_before", line.before().map(DeliveryRow::status))
        .put("status_after", line.after().map(it -> it.delivery().status()))
        .put("unsubscribed", line.after().map(it -> it.delivery().unsubscribed()))
        .put("next", line.after().map(DeliveryHistory::next));
  }
}
