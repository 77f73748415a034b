package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import mailctl.campaign.ScheduledEmailStatus;
import mailctl.inspect.EmailQuery;
import mailctl.inspect.EmailSummary;
import mailctl.inspect.Inspector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command
@Examples({
  "mailctl inspect emails --event spring-fair",
  "mailctl inspect emails --overdue",
  "mailctl inspect emails --status held,paused"
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class InspectEmailsCommand extends Action {
  @Option(names = "--id", paramLabel = "N", description = "this scheduled email alone")
  Optional<Long> id = Optional.empty();

  @Option(names = "--event", paramLabel = "EVENT", description = "of this event, by id or slug")
  Optional<String> event = Optional.empty();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      split = ",",
      description = "in this status; several with commas between them")
  List<ScheduledEmailStatus> statuses = new ArrayList<>();

  @Option(
      names = "--overdue",
      description = "still scheduled more than ten minutes after their time")
  boolean overdue;

  @Mixin final RowLimit limit = new RowLimit();

  InspectEmailsCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    int most = limit.rows();
    Inspector inspector = session.app().inspector();
    List<EmailSummary> found = inspector.emails(query(inspector).limit(most + 1));
    boolean more = found.size() > most;
    List<EmailSummary> emails = more ? found.subList(0, most) : found;
    if (session.json()) {
      session.print(Json.object().list("emails", emails, EmailSummaryView::json).put("more", more));
    } else if (emails.isEmpty()) {
      session.say("no such scheduled emails in " + session.app().database().location());
    } else {
      EmailSummaryView.table(emails, session.times()).print(session.terminal());
      if (more) {
        session.say("there are more: the same with a greater --limit");
      }
    }
    return ExitCode.OK;
  }

  private EmailQuery query(Inspector inspector) {
    EmailQuery query = EmailQuery.all();
    if (id.isPresent()) {
      query = query.ofEmail(id.get());
    }
    if (event.isPresent()) {
      query = query.ofEvent(inspector.event(event.get()).id());
    }
    if (overdue) {
      query = query.onlyOverdue();
    }
    return query.in(
        statuses.stream()
            .map(status -> status.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet()));
  }
}
