package mailctl.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailctl.inspect.DeliveryStatus;
import mailctl.inspect.EmailSummary;
import mailctl.inspect.StatusCounts;

/// How one scheduled email looks beside the counts of its deliveries.
final class EmailSummaryView {
  private EmailSummaryView() {}

  static JsonObject json(EmailSummary email) {
    JsonObject json =
        Json.object()
            .id("id", email.id())
            .id("event_id", email.eventId())
            .put("event_slug", email.eventSlug())
            .put("name", email.name())
            .put("kind", email.kind())
            .put("status", email.status())
            .put("status_reason", email.statusReason())
            .put("trigger", email.trigger())
            .put("due_at", email.dueAt())
            .put("started_at", email.startedAt())
            .put("finished_at", email.finishedAt())
            .put("audience", email.deliveries().total())
            .put("deliveries", counts(email.deliveries()))
            .put("canary", email.canary())
            .put("variants", email.variants());
    email.late().ifPresent(late -> json.duration("late", late));
    return json;
  }

  /// All statuses, so that the sum is the whole.
  static JsonObject counts(StatusCounts counts) {
    JsonObject json = Json.object();
    for (DeliveryStatus status : DeliveryStatus.values()) {
      json.put(status.word(), counts.of(status));
    }
    return json;
  }

  static Table table(List<EmailSummary> emails, Times times) {
    Table table = Table.of("ID", "NAME", "EVENT", "STATUS", "DUE", "DELIVERIES");
    for (EmailSummary email : emails) {
      table.row(
          email.id(),
          email.name(),
          email.eventSlug(),
          status(email),
          times.show(email.dueAt()),
          words(email.deliveries()));
    }
    return table;
  }

  private static String status(EmailSummary email) {
    return email.status()
        + email.statusReason().map(reason -> ": " + reason.replace('_', ' ')).orElse("")
        + Optional.of(email).flatMap(EmailSummary::lateWords).map(late -> ", " + late).orElse("")
        + email.canary().map(words -> " (canary: " + words + ")").orElse("")
        + email.variants().map(words -> " (variants: " + words + ")").orElse("");
  }

  /// "118 delivered, 4 skipped".
  static String words(StatusCounts counts) {
    String words =
        Stream.of(DeliveryStatus.values())
            .filter(status -> counts.of(status) > 0)
            .map(status -> counts.of(status) + " " + status.word().replace('_', ' '))
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "none" : words;
  }
}
