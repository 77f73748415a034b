package mailctl.cli;

import java.util.List;
import java.util.Optional;
import mailctl.inspect.DeliveryRow;

/// How one delivery looks in a list.
final class DeliveryView {
  private DeliveryView() {}

  static JsonObject json(DeliveryRow row) {
    return Json.object()
        .id("id", row.id())
        .id("scheduled_email_id", row.scheduledEmailId())
        .put("scheduled_email_name", row.emailName())
        .put("event_slug", row.eventSlug())
        .put("address", row.address())
        .put("status", row.status())
        .put("unsubscribed", row.unsubscribed())
        .put("skip_reason", row.skipReason())
        .put("reason", Optional.of(row.reason()).filter(reason -> !reason.isEmpty()))
        .put("block_class", row.blockClass())
        .put("attempts", row.attempts())
        .put("status_at", row.statusAt())
        .put("due_at", row.dueAt());
  }

  static Table table(List<DeliveryRow> rows, Times times) {
    Table table =
        Table.of("ID", "EMAIL", "ADDRESS", "STATUS", "SINCE", "DUE", "TRIES", "REASON")
            .flexible("REASON");
    for (DeliveryRow row : rows) {
      table.row(
          row.id(),
          row.scheduledEmailId(),
          row.address(),
          status(row),
          times.show(row.statusAt()),
          times.show(row.dueAt()),
          row.attempts(),
          why(row));
    }
    return table;
  }

  /// With its badge.
  static String status(DeliveryRow row) {
    return row.status().word() + (row.unsubscribed() ? ", unsubscribed" : "");
  }

  static String why(DeliveryRow row) {
    String first =
        row.skipReason().or(row::blockClass).map(word -> word.replace('_', ' ')).orElse("");
    return first.isEmpty() || row.reason().isEmpty()
        ? first + row.reason()
        : first + ": " + row.reason();
  }
}
