package mailctl.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailctl.database.Refusal;
import mailctl.inspect.EmailStatistics;
import mailctl.inspect.Inspector;
import mailctl.inspect.Statistics;
import mailctl.inspect.StatisticsScope;
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
  "mailctl stats --organization market --json"
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class StatsCommand extends Action {
  enum By {
    EMAIL
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

  @Option(names = "--by", paramLabel = "email", description = "a row for each scheduled email")
  Optional<By> by = Optional.empty();

  StatsCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Inspector inspector = session.app().inspector();
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
