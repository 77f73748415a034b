package mailctl.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailctl.database.Refusal;
import mailctl.delivery.ExperimentReport;
import mailctl.inspect.EmailStatistics;
import mailctl.inspect.Inspector;
import mailctl.inspect.Statistics;
import mailctl.inspect.StatisticsScope;
import mailctl.inspect.TemplateStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = {
      "All numbers count deliveries, that is recipients of an email: a retry makes none larger.",
      "  total_sent     SendGrid accepted it, whatever became of it later",
      "  delivered      the receiving server accepted it",
      "  bounced        the receiving server refused the address for good",
      "  dropped        SendGrid chose not to send it",
      "  unsubscribed   its recipient opted out by it, whatever its status",
      "  pending        queued or sent: not yet reported on",
      "  undelivered    bounced or dropped",
      "  delivery_rate  delivered in percent of total_sent, 0.0 if none was sent",
      "  opened, clicked, spam_reported   by its recipient, whatever its status",
      "  machine_opened, machine_clicked  by scanners and prefetching proxies, beside that",
      "Each delivery has one status; the statuses add up to the audience, skipped ones included."
    })
@Examples({
  "mailctl stats",
  "mailctl stats --id 42",
  "mailctl stats --event spring-fair --by email",
  "mailctl stats --organization market --json",
  "mailctl stats --by template",
  "mailctl stats --id 42 --variants"
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class StatsCommand extends Action {
  enum By {
    EMAIL,
    TEMPLATE
  }

  @Option(names = "--id", paramLabel = "N", description = "of this scheduled email")
  Optional<Long> id = Optional.empty();

  @Option(names = "--event", paramLabel = "EVENT", description = "of this event, by id or slug")
  Optional<String> event = Optional.empty();

  @Option(
      names = "--organization",
      paramLabel = "ORGANIZATION",
      description = "of this organization, by id or slug")
  Optional<String> organization = Optional.empty();

  @Option(
      names = "--by",
      paramLabel = "{email|template}",
      description = "a row for each scheduled email, or each email of a template across events")
  Optional<By> by = Optional.empty();

  @Option(
      names = "--variants",
      description = "with --id: its variants, and what the test between them says")
  boolean variants;

  StatsCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    if (variants) {
      return variants(session);
    }
    Inspector inspector = session.app().inspector();
    if (by.filter(By.TEMPLATE::equals).isPresent()) {
      return byTemplate(session, inspector);
    }
    List<EmailStatistics> emails = inspector.statisticsByEmail(scope(inspector));
    Statistics total = EmailStatistics.total(emails);
    if (session.json()) {
      JsonObject json = Json.object().put("statistics", StatisticsView.json(total));
      session.print(by.isPresent() ? json.list("emails", emails, StatisticsView::json) : json);
    } else if (by.isEmpty()) {
      StatisticsView.print(total, session.terminal());
    } else if (emails.isEmpty()) {
      session.say("no scheduled emails in " + session.app().database().location());
    } else {
      Table table = StatisticsView.byEmail();
      emails.forEach(email -> StatisticsView.row(table, email));
      table.print(session.terminal());
    }
    return ExitCode.OK;
  }

  private ExitCode variants(Session session) {
    if (id.isEmpty() || by.isPresent()) {
      throw new Refusal(
          Refusal.Kind.USAGE, "--variants goes with --id and nothing else", "mailctl stats --help");
    }
    ExperimentReport report = ExperimentView.read(session, Id.scheduledEmail(id.get()));
    if (session.json()) {
      session.print(Json.object().put("experiment", ExperimentView.json(report)));
    } else if (report.experiment().isNone()) {
      session.say(EmailView.name(report.email()) + " has no variants");
    } else {
      ExperimentView.statistics(report, session.terminal());
    }
    return ExitCode.OK;
  }

  private ExitCode byTemplate(Session session, Inspector inspector) {
    List<TemplateStatistics> items = inspector.statisticsByTemplate(scope(inspector));
    if (session.json()) {
      session.print(Json.object().list("template_emails", items, StatisticsView::json));
    } else if (items.isEmpty()) {
      session.say("no email was made from a template");
    } else {
      Table table = StatisticsView.byTemplate();
      items.forEach(item -> StatisticsView.row(table, item));
      table.print(session.terminal());
    }
    return ExitCode.OK;
  }

  private StatisticsScope scope(Inspector inspector) {
    if (Stream.of(id, event, organization).filter(Optional::isPresent).count() > 1) {
      throw new Refusal(Refusal.Kind.USAGE, "--id, --event and --organization exclude each other");
    }
    if (id.isPresent()) {
      return new StatisticsScope.OfEmail(id.get());
    }
    if (event.isPresent()) {
      return new StatisticsScope.OfEvent(inspector.event(event.get()).id());
    }
    return organization.isPresent()
        ? new StatisticsScope.OfOrganization(inspector.organization(organization.get()))
        : new StatisticsScope.Overall();
  }
}
