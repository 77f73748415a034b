package mailctl.cli;

import java.util.Optional;
import java.util.regex.Pattern;
import mailctl.audience.RecipientFilter;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.ScheduledEmailStatus;
import mailctl.campaign.StatusReason;
import mailctl.database.Refusal;
import mailctl.delivery.Canary;
import mailctl.delivery.ExperimentReport;
import mailctl.delivery.PlanDrift;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command
@Examples({"mailctl schedule show 3", "mailctl schedule show 3 --json"})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ScheduleShowCommand extends Action {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");

  @Parameters(
      paramLabel = "ID",
      converter = IdArgument.Email.class,
      description = "the scheduled email")
  ScheduledEmailId id = new ScheduledEmailId(1);

  ScheduleShowCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    EmailRow row =
        session
            .app()
            .database()
            .transaction(tx -> EmailRow.of(session, tx, session.app().schedule().show(tx, id)));
    Optional<Canary> canary =
        session
            .app()
            .database()
            .transaction(tx -> session.app().delivery().canaries().find(tx, id))
            // Of a cancelled one nobody is held back any more, whatever was heard.
            .filter(_ -> row.email().status() != ScheduledEmailStatus.CANCELLED);
    Optional<Long> plan =
        session
            .app()
            .database()
            .transaction(tx -> session.app().delivery().sendPlans().binding(tx, row.email().id()))
            .filter(_ -> !row.email().planned() && !row.email().status().isFinal());
    Optional<PlanDrift> drift =
        plan.filter(
                _ -> row.email().reason().filter(StatusReason.Hold.PLAN_DRIFT::equals).isPresent())
            .flatMap(it -> drift(session, it));
    ExperimentReport experiment = ExperimentView.read(session, id);
    if (session.json()) {
      JsonObject json = EmailView.whole(row);
      json.put("plan_id", plan.map(Object::toString));
      json.put("plan_drift", drift.map(PlanView::json));
      if (!experiment.experiment().isNone()) {
        json.put("experiment", ExperimentView.json(experiment));
      }
      canary.ifPresent(it -> json.put("canary", CanaryView.json(it)));
      session.print(Json.object().put("scheduled_email", json));
      return ExitCode.OK;
    }
    ScheduledEmail email = row.email();
    Table table = Table.of("FIELD", "VALUE");
    table.row("id", email.id());
    table.row("event", email.event() + " " + row.event().event().slug());
    table.row("name", email.name());
    table.row("kind", email.kind().text());
    table.row("status", email.standing());
    canary.ifPresent(it -> table.row("canary", CanaryView.words(it)));
    plan.ifPresent(it -> table.row("plan", it + ": exactly that at its time, or it is held"));
    if (!experiment.experiment().isNone()) {
      table.row("variants", ExperimentView.names(experiment));
    }
    table.row("trigger", email.trigger());
    email.dueAt().ifPresent(at -> table.row("due", LocalTimes.both(at, row.event().zone())));
    row.shiftedFrom()
        .ifPresent(at -> table.row("shifted from", LocalTimes.both(at, row.event().zone())));
    row.late().ifPresent(late -> table.row("late", row.lateWords()));
    table.row("filter", RecipientFilter.ofJson(email.filter()));
    email.startedAt().ifPresent(at -> table.row("started", at));
    email.plannedAt().ifPresent(at -> table.row("planned", at));
    email.finishedAt().ifPresent(at -> table.row("finished", at));
    table.row("subject", email.subject());
    table.print(session.terminal());
    drift.ifPresent(
        it -> {
          session.terminal().out().println();
          PlanView.print(it, session);
        });
    part(session, "html", email.html());
    part(session, "text", email.text());
    EmailView.warn(session, email);
    if (email.reason().filter(StatusReason.Hold.PLAN_DRIFT::equals).isPresent()) {
      session.say(
          "as it is now: mailctl send --id %s; to look first: mailctl plan --id %s, then send --plan"
              .formatted(id, id));
    }
    canary
        .map(it -> CanaryView.next(it, id))
        .filter(next -> !next.isEmpty() && !email.status().isFinal())
        .ifPresent(session::say);
    return ExitCode.OK;
  }

  /// What differs now; nothing where the content does not even read.
  private static Optional<PlanDrift> drift(Session session, long plan) {
    try {
      return Optional.of(session.app().delivery().sendPlans().drift(plan));
    } catch (Refusal _) {
      return Optional.empty();
    }
  }

  private static void part(Session session, String name, String content) {
    if (!content.isEmpty()) {
      String safe = CONTROL.matcher(content.replace("\r\n", "\n")).replaceAll(" ");
      session.terminal().out().println("\n--- " + name + "\n" + safe.stripTrailing());
    }
  }
}
