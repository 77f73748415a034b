package mailctl.cli;

import java.util.TreeMap;
import mailctl.inspect.Attention;
import mailctl.inspect.HealthReport;
import mailctl.inspect.ReportPeriod;

/// A report for programs.
final class ReportJson {
  private ReportJson() {}

  static JsonObject of(HealthReport report) {
    ReportPeriod period = report.period();
    return Json.object()
        .put("period", period.kind())
        .put("since", period.since())
        .put("until", period.until())
        .put("time_zone", period.zone().getId())
        .put("event", report.event().map(event -> event.slug()))
        .put("now", flow(report.now()))
        .put("before", report.before().map(ReportJson::flow))
        .list(
            "parts",
            report.parts(),
            part -> Json.object().put("from", part.from()).put("flow", flow(part.flow())))
        .list("causes", report.causes(), ReportJson::cause)
        .list("domains", report.domains(), ReportJson::domain)
        .map("new_suppressions", new TreeMap<>(report.suppressions()))
        .put("standing", standing(report.standing()))
        .list("attention", report.attention(), ReportJson::attention);
  }

  private static JsonObject flow(HealthReport.Flow flow) {
    return Json.object()
        .put("accepted", flow.accepted())
        .put("retries", flow.retries())
        .put("resends", flow.resends())
        .map("events", new TreeMap<>(flow.events()));
  }

  private static JsonObject cause(HealthReport.Cause cause) {
    return Json.object()
        .put("outcome", cause.outcome())
        .put("class", cause.kind())
        .put("deliveries", cause.deliveries());
  }

  private static JsonObject domain(HealthReport.Domain domain) {
    return Json.object()
        .put("domain", domain.name())
        .put("deferred", domain.deferred())
        .put("blocked", domain.blocked())
        .put("slowed_until", domain.slowedUntil());
  }

  private static JsonObject standing(HealthReport.Standing standing) {
    return Json.object()
        .put("at", standing.at())
        .list("held", standing.held(), ReportJson::email)
        .list("late", standing.late(), ReportJson::email)
        .list("next", standing.next(), ReportJson::email)
        .put("overdue_deliveries", standing.overdue())
        .put("retries", standing.retries().pending())
        .put("next_retry_at", standing.retries().nextAt())
        .put("doubts", standing.doubts().requests())
        .put("doubtful_recipients", standing.doubts().recipients())
        .put("oldest_doubt", standing.doubts().oldest())
        .put("settled_doubts", standing.doubts().settled())
        .put("owed_first", standing.debt().processed())
        .put("owed_first_late", standing.debt().processedLate())
        .put("owed_final", standing.debt().fin())
        .put("owed_final_late", standing.debt().finalLate())
        .put("waiting_posts", standing.inbox().waiting())
        .put("parked_posts", standing.inbox().parkedPosts())
        .put("parked_events", standing.inbox().parkedEvents())
        .map("refused_posts", new TreeMap<>(standing.refused()))
        .list(
            "missed_reports",
            standing.missed(),
            each -> Json.object().put("day", each.day().toString()).put("words", each.words()));
  }

  private static JsonObject email(HealthReport.Email email) {
    return Json.object()
        .id("scheduled_email_id", email.id())
        .put("event", email.event())
        .put("name", email.name())
        .put("status", email.status())
        .put("reason", email.reason())
        .put("due_at", email.dueAt());
  }

  private static JsonObject attention(Attention attention) {
    return Json.object()
        .put("count", attention.count())
        .put("what", attention.what())
        .put("command", attention.command());
  }
}
