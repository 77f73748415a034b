package mailctl.cli;

import java.util.List;
import java.util.Map;
import mailctl.audience.Event;
import mailctl.audience.EventStatus;
import mailctl.campaign.EventInZone;
import mailctl.campaign.EventUpdate;
import mailctl.campaign.ScheduleChange;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command
@Examples({
  "mailctl event go-live harvest-fair --dry-run",
  "mailctl event go-live harvest-fair",
  "mailctl event go-live harvest-fair --yes --json",
})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class EventGoLiveCommand extends Action {
  @Parameters(paramLabel = "EVENT", description = "the event, by id or slug")
  String name = "";

  @Mixin final Yes yes = new Yes();
  @Mixin final DryRun dryRun = new DryRun();

  private record Done(
      EventInZone event, boolean changed, List<ScheduleChange> changes, List<EmailRow> emails) {}

  EventGoLiveCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Done preview = session.app().database().rehearse(tx -> goLive(session, tx));
    boolean asks = preview.changed() && !dryRun.on && !yes.given;
    if (asks) {
      tell(session, preview, "would be");
      session.ask().confirm("make event " + preview.event().event().slug() + " live?", yes.given);
    }
    Done done =
        dryRun.on ? preview : session.app().database().transaction(tx -> goLive(session, tx));
    if (session.json()) {
      session.print(
          Json.object()
              .put("event", EventView.json(done.event().event(), done.event().organization()))
              .put("changed", done.changed())
              .list(
                  "scheduled_emails",
                  done.emails(),
                  row -> FollowedEmails.json(row, done.changes()))
              .put("dry_run", dryRun.on));
    }
    if (asks) {
      session.say(
          "event %s is live now%s"
              .formatted(done.event().event().slug(), FollowedEmails.summary(done.changes())));
    } else {
      tell(session, done, "is");
    }
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  private static void tell(Session session, Done done, String is) {
    String slug = done.event().event().slug();
    session.say(
        done.changed()
            ? "event %s %s live%s".formatted(slug, is, FollowedEmails.summary(done.changes()))
            : "event " + slug + " was live already");
    done.emails().forEach(row -> session.say("  " + FollowedEmails.sentence(row, done.changes())));
  }

  private Done goLive(Session session, Tx tx) {
    Event before = session.app().events().require(tx, name);
    if (before.status() == EventStatus.CANCELLED) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "event " + before.slug() + " is cancelled",
          "mailctl event update " + before.slug() + " --status draft, if it is on again");
    }
    EventUpdate.Result result =
        session.app().eventUpdate().update(tx, before.id(), Map.of("status", "live"));
    List<ScheduleChange> changes = result.emails();
    return new Done(
        EmailRow.event(session, tx, before.id()),
        !result.before().equals(result.after()),
        changes,
        EmailRow.of(session, tx, changes.stream().map(ScheduleChange::after).toList()));
  }
}
