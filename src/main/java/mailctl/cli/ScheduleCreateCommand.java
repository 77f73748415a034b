package mailctl.cli;

import java.util.Optional;
import mailctl.audience.Event;
import mailctl.campaign.Draft;
import mailctl.campaign.EmailChange;
import mailctl.campaign.EmailContent;
import mailctl.campaign.EmailKind;
import mailctl.campaign.EventInZone;
import mailctl.campaign.Experiment;
import mailctl.campaign.Trigger;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command
@Examples({
  "mailctl schedule create --event winter-night-market --name \"Doors open\" \\",
  "  --when \"1 day before event at 18:00\" --filter status=approved,confirmed \\",
  "  --subject \"Tomorrow: {{event_title}}\" --html-file doors.html",
  "mailctl schedule create --event 3 --name News --at \"2026-12-01 09:00\" --subject Hi --text Hello",
  "mailctl schedule create --event 3 --template-item \"Evening market/2\"",
})
@ExitCodes({ExitCode.FAILED, ExitCode.DATA, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ScheduleCreateCommand extends Action {
  @Mixin final EventOption event = new EventOption();
  @Mixin final ContentOptions content = new ContentOptions();

  @Option(
      names = "--when",
      paramLabel = "TRIGGER",
      description = "such as \"7 days before event at 09:00\"; all: mailctl help triggers")
  Optional<String> when = Optional.empty();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "\"2026-12-01 09:00\" in the organization's zone, or RFC 3339")
  Optional<String> at = Optional.empty();

  @Option(
      names = "--template-item",
      paramLabel = "TEMPLATE/N",
      description = "start from the N-th email of a template, by name or id")
  Optional<String> item = Optional.empty();

  @Mixin final DryRun dryRun = new DryRun();

  ScheduleCreateCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    EmailChange given = content.change(session);
    EmailRow row =
        Writing.run(
            session,
            dryRun,
            tx -> {
              Event of = event.require(session, tx);
              Draft draft = draft(session, tx, EmailRow.event(session, tx, of.id()), given);
              return EmailRow.of(session, tx, session.app().schedule().create(tx, of.id(), draft));
            });
    if (session.json()) {
      session.print(
          Json.object()
              .put("scheduled_email", EmailView.whole(row))
              .texts("warnings", EmailView.warnings(row.email()))
              .put("dry_run", dryRun.on));
    } else if (!dryRun.on) {
      session.terminal().out().println(row.email().id());
    }
    session.say(EmailView.sentence(row));
    EmailView.warn(session, row.email());
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  private Draft draft(Session session, Tx tx, EventInZone of, EmailChange given) {
    Optional<Draft> base =
        item.map(text -> TemplateItems.find(session, tx, of.organization(), text));
    Optional<Trigger> trigger =
        TriggerText.read("--at", at, when, of.zone()).or(() -> base.map(Draft::trigger));
    Optional<EmailContent> from = base.map(Draft::content);
    EmailContent merged =
        new EmailContent(
            given.subject().or(() -> from.map(EmailContent::subject)).orElse(""),
            given.html().or(() -> from.map(EmailContent::html)).orElse(""),
            given.text().or(() -> from.map(EmailContent::text)).orElse(""),
            given.filter().or(() -> from.map(EmailContent::filter)).orElse("{}"));
    return new Draft(
        given.name().or(() -> base.map(Draft::name)).orElseThrow(() -> missing("--name NAME")),
        given.kind().or(() -> base.map(Draft::kind)).orElse(EmailKind.PROMOTIONAL),
        merged,
        trigger.orElseThrow(() -> missing("--when TRIGGER or --at TIME")),
        given.experiment().or(() -> base.map(Draft::experiment)).orElse(Experiment.NONE));
  }

  private static Refusal missing(String option) {
    return new Refusal(
        Refusal.Kind.USAGE, "the email needs " + option, "mailctl schedule create --help");
  }
}
