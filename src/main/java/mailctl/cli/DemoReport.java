package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mailctl.inspect.AttemptHistory;
import mailctl.inspect.DeliveryHistory;
import mailctl.inspect.DeliveryStatus;
import mailctl.inspect.EmailStatistics;
import mailctl.inspect.Statistics;

/// What the demo shows, for people to read; with `--json` nothing but the object at the end.
final class DemoReport {
  private final Terminal terminal;
  private final boolean json;
  private int steps;

  DemoReport(Terminal terminal, boolean json) {
    this.terminal = requireNonNull(terminal, "terminal is null");
    this.json = json;
  }

  void step(String sentence) {
    steps++;
    line("");
    line(steps + ". " + sentence);
  }

  void line(String text) {
    if (!json) {
      terminal.out().println(text);
      terminal.out().flush();
    }
  }

  void statistics(Statistics statistics) {
    Table table = Table.of("RECIPIENTS", "STATUS");
    statistics
        .statuses()
        .byStatus()
        .forEach(
            (status, count) -> {
              if (count > 0) {
                table.row(count, status.word());
              }
            });
    print(table);
  }

  void skipped(Map<String, Long> byReason) {
    Table table = Table.of("SKIPPED", "BECAUSE");
    new TreeMap<>(byReason).forEach((reason, count) -> table.row(count, reason));
    print(table);
  }

  void emails(List<EmailStatistics> emails) {
    Table table =
        Table.of(
                "EMAIL",
                "AUDIENCE",
                "SENT",
                "DELIVERED",
                "BOUNCED",
                "DROPPED",
                "FAILED",
                "SKIPPED",
                "RATE")
            .flexible("EMAIL");
    for (EmailStatistics each : emails) {
      Statistics it = each.statistics();
      table.row(
          each.emailName(),
          it.audience(),
          it.totalSent(),
          it.delivered(),
          it.statuses().of(DeliveryStatus.BOUNCED),
          it.statuses().of(DeliveryStatus.DROPPED),
          it.statuses().of(DeliveryStatus.FAILED),
          it.statuses().of(DeliveryStatus.SKIPPED),
          it.deliveryRate() + " %");
    }
    print(table);
  }

  void history(String title, DeliveryHistory history) {
    line("");
    line(title + ": delivery " + history.delivery().id() + " to " + history.delivery().address());
    Table table = Table.of("TRY", "WHAT", "DETAIL");
    for (AttemptHistory attempt : history.attempts()) {
      table.row(attempt.number(), "request " + attempt.submission().state(), attempt.origin());
      for (DeliveryHistory.EventLine event : inOrder(history.events())) {
        if (event.attempt().filter(number -> number == attempt.number()).isPresent()) {
          table.row(attempt.number(), event.type(), event.reason().orElse(""));
        }
      }
    }
    print(table);
    line("   now " + history.delivery().status().word() + ": " + history.next());
  }

  /// The times have no fractions: in the same second, "processed" came first.
  private static List<DeliveryHistory.EventLine> inOrder(List<DeliveryHistory.EventLine> events) {
    return events.stream()
        .sorted(
            Comparator.comparing(DeliveryHistory.EventLine::occurredAt)
                .thenComparing(event -> !event.type().equals("processed")))
        .toList();
  }

  void checks(List<DemoChecks.Check> checks) {
    line("");
    line("Checked:");
    Table table = Table.of("RESULT", "WHAT");
    checks.forEach(check -> table.row(check.passed() ? "ok" : "FAIL", check.what()));
    print(table);
  }

  static JsonObject json(
      DemoRun.Outcome outcome, List<EmailStatistics> emails, List<DemoChecks.Check> checks) {
    return Json.object()
        .put("event", outcome.imported().event().slug())
        .put("registrations", outcome.imported().registrations())
        .list(
            "emails",
            emails,
            each ->
                Json.object()
                    .id("id", each.scheduledEmailId())
                    .put("name", each.emailName())
                    .put("audience", each.statistics().audience())
                    .put("total_sent", each.statistics().totalSent())
                    .put("delivered", each.statistics().delivered())
                    .put("bounced", each.statistics().statuses().of(DeliveryStatus.BOUNCED))
                    .put("dropped", each.statistics().statuses().of(DeliveryStatus.DROPPED))
                    .put("failed", each.statistics().statuses().of(DeliveryStatus.FAILED))
                    .put("skipped", each.statistics().statuses().of(DeliveryStatus.SKIPPED)))
        .map("skipped_by_reason", outcome.secondReport().skipped())
        .list(
            "checks",
            checks,
            check -> Json.object().put("what", check.what()).put("passed", check.passed()))
        .put("passed", checks.stream().allMatch(DemoChecks.Check::passed));
  }

  private void print(Table table) {
    if (!json && !table.isEmpty()) {
      table.print(terminal);
      terminal.out().flush();
    }
  }
}
