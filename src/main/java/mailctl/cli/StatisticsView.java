package mailctl.cli;

import mailctl.inspect.DeliveryStatus;
import mailctl.inspect.EmailStatistics;
import mailctl.inspect.Statistics;
import mailctl.inspect.TemplateStatistics;

/// How statistics look: the usual ones, and all statuses, whose sum is the audience.
final class StatisticsView {
  private StatisticsView() {}

  static JsonObject json(Statistics statistics) {
    return Json.object()
        .put("audience", statistics.audience())
        .put("total_sent", statistics.totalSent())
        .put("delivered", statistics.delivered())
        .put("bounced", statistics.statuses().of(DeliveryStatus.BOUNCED))
        .put("dropped", statistics.statuses().of(DeliveryStatus.DROPPED))
        .put("unsubscribed", statistics.unsubscribed())
        .put("pending", statistics.pending())
        .put("undelivered", statistics.undelivered())
        .put("delivery_rate", statistics.deliveryRate().doubleValue())
        .put("opened", statistics.opened())
        .put("clicked", statistics.clicked())
        .put("spam_reported", statistics.spamReported())
        .put("machine_opened", statistics.machineOpened())
        .put("machine_clicked", statistics.machineClicked())
        .put("by_status", EmailSummaryView.counts(statistics.statuses()));
  }

  static JsonObject json(EmailStatistics email) {
    return Json.object()
        .id("scheduled_email_id", email.scheduledEmailId())
        .put("scheduled_email_name", email.emailName())
        .put("event_slug", email.eventSlug())
        .put("statistics", json(email.statistics()));
  }

  static JsonObject json(TemplateStatistics item) {
    return Json.object()
        .id("template_id", item.templateId())
        .put("template_name", item.templateName())
        .put("organization_slug", item.organizationSlug())
        .put("position", item.position())
        .put("name", item.itemName())
        .put("scheduled_emails", item.emails())
        .put("events", item.events())
        .put("statistics", json(item.statistics()));
  }

  static Table byTemplate() {
    return Table.of(
            "TEMPLATE",
            "NO",
            "NAME",
            "EMAILS",
            "EVENTS",
            "AUDIENCE",
            "SENT",
            "DELIVERED",
            "RATE",
            "OPENED",
            "CLICKED",
            "SPAM",
            "UNSUBSCRIBED")
        .flexible("NAME");
  }

  static void row(Table table, TemplateStatistics item) {
    Statistics statistics = item.statistics();
    table.row(
        item.organizationSlug() + "/" + item.templateName(),
        item.position(),
        item.itemName(),
        item.emails(),
        item.events(),
        statistics.audience(),
        statistics.totalSent(),
        statistics.delivered(),
        statistics.deliveryRate(),
        statistics.opened(),
        statistics.clicked(),
        statistics.spamReported(),
        statistics.unsubscribed());
  }

  static void print(Statistics statistics, Terminal terminal) {
    Table usual = Table.of("STATISTIC", "VALUE");
    usual.row("total_sent", statistics.totalSent());
    usual.row("delivered", statistics.delivered());
    usual.row("bounced", statistics.statuses().of(DeliveryStatus.BOUNCED));
    usual.row("dropped", statistics.statuses().of(DeliveryStatus.DROPPED));
    usual.row("unsubscribed", statistics.unsubscribed());
    usual.row("pending", statistics.pending());
    usual.row("undelivered", statistics.undelivered());
    usual.row("delivery_rate", statistics.deliveryRate());
    usual.row("opened", statistics.opened());
    usual.row("clicked", statistics.clicked());
    usual.row("spam_reported", statistics.spamReported());
    usual.row("machine_opened", statistics.machineOpened());
    usual.row("machine_clicked", statistics.machineClicked());
    usual.print(terminal);
    terminal.out().println();
    Table statuses = Table.of("STATUS", "DELIVERIES");
    for (DeliveryStatus status : DeliveryStatus.values()) {
      statuses.row(status.word(), statistics.statuses().of(status));
    }
    statuses.row("audience", statistics.audience());
    statuses.print(terminal);
  }

  static Table byEmail() {
    return Table.of(
            "ID",
            "NAME",
            "EVENT",
            "AUDIENCE",
            "SENT",
            "DELIVERED",
            "UNDELIVERED",
            "PENDING",
            "RATE")
        .flexible("NAME");
  }

  static void row(Table table, EmailStatistics email) {
    Statistics statistics = email.statistics();
    table.row(
        email.scheduledEmailId(),
        email.emailName(),
        email.eventSlug(),
        statistics.audience(),
        statistics.totalSent(),
        statistics.delivered(),
        statistics.undelivered(),
        statistics.pending(),
        statistics.deliveryRate());
  }
}
