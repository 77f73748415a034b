package mailctl.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.audience.Event;
import mailctl.campaign.EventInZone;
import mailctl.campaign.EventUpdate;
import mailctl.campaign.ScheduleChange;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command
@Examples({
  "mailctl event update winter-night-market --status live",
  "mailctl event update winter-night-market --event-date 2026-12-19 --dry-run",
  "mailctl event update 3 --field venue=\"Town Hall\" --field attributes.parking=free",
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class EventUpdateCommand extends Action {
  @Parameters(paramLabel = "EVENT", description = "the event, by id or slug")
  String name = "";

  @Option(names = "--status", paramLabel = "STATUS", description = "draft, live or cancelled")
  Optional<String> status = Optional.empty();

  @Option(
      names = "--event-date",
      paramLabel = "DATE",
      description = "2026-12-12, \"in 18 days\", or \"\" for none")
  Optional<String> eventDate = Optional.empty();

  @Option(names = "--event-end-date", paramLabel = "DATE", description = "its last day")
  Optional<String> eventEndDate = Optional.empty();

  @Option(names = "--application-deadline", paramLabel = "DATE", description = "last day to apply")
  Optional<String> applicationDeadline = Optional.empty();

  @Option(names = "--payment-deadline", paramLabel = "DATE", description = "last day to pay")
  Optional<String> paymentDeadline = Optional.empty();

  @Mixin final FieldOptions fields = new FieldOptions();
  @Mixin final DryRun dryRun = new DryRun();

  private record Done(EventInZone event, EventUpdate.Result result, List<EmailRow> emails) {}

  EventUpdateCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Map<String, String> changes = fields.values();
    put(changes, "status", status);
    put(changes, "event_date", eventDate);
    put(changes, "event_end_date", eventEndDate);
    put(changes, "application_deadline", applicationDeadline);
    put(changes, "payment_deadline", paymentDeadline);
    if (changes.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.USAGE, "nothing to change was given", "mailctl event update --help");
    }
    Done done = Writing.run(session, dryRun, tx -> update(session, tx, changes));
    List<ScheduleChange> emails = done.result().emails();
    if (session.json()) {
      session.print(
          Json.object()
              .put("event", EventView.json(done.event().event(), done.event().organization()))
              .put("changed", changed(done))
              .list("scheduled_emails", done.emails(), row -> FollowedEmails.json(row, emails))
              .put("dry_run", dryRun.on));
    }
    session.say(
        "event "
            + done.event().event().slug()
            + (changed(done) ? " is changed" : " was so already")
            + FollowedEmails.summary(emails));
    done.emails().forEach(row -> session.say("  " + FollowedEmails.sentence(row, emails)));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  private static void put(Map<String, String> changes, String field, Optional<String> value) {
    if (value.isPresent() && changes.put(field, value.get()) != null) {
      throw new Refusal(Refusal.Kind.USAGE, field + " is given twice");
    }
  }

  private Done update(Session session, Tx tx, Map<String, String> changes) {
    Event event = session.app().events().require(tx, name);
    EventUpdate.Result result = session.app().eventUpdate().update(tx, event.id(), changes);
    return new Done(
        EmailRow.event(session, tx, event.id()),
        result,
        EmailRow.of(session, tx, result.emails().stream().map(ScheduleChange::after).toList()));
  }

  private static boolean changed(Done done) {
    return !done.result().before().equals(done.result().after());
  }
}
