package mailctl.cli;

import java.util.List;
import java.util.Optional;
import mailctl.inspect.DoubtfulSubmission;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "doubts",
    description = {
      "List the requests of which we do not know whether SendGrid took them, the oldest first",
      "",
      "What they carried is never sent again on hope: an event from SendGrid settles it, or a",
      "person does with `mailctl resend`."
    })
@Examples({"mailctl inspect doubts", "mailctl inspect deliveries --status in_doubt"})
@ExitCodes(ExitCode.UNAVAILABLE)
final class InspectDoubtsCommand extends Action {
  @Mixin final RowLimit limit = new RowLimit();

  InspectDoubtsCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    List<DoubtfulSubmission> doubts = session.app().inspector().doubts(limit.rows());
    if (session.json()) {
      session.print(Json.object().list("doubts", doubts, InspectDoubtsCommand::json));
    } else if (doubts.isEmpty()) {
      session.say("nothing in doubt in " + session.app().database().location());
    } else {
      table(session.times(), doubts).print(session.terminal());
    }
    return ExitCode.OK;
  }

  private static JsonObject json(DoubtfulSubmission doubt) {
    return Json.object()
        .id("submission_id", doubt.id())
        .id("scheduled_email_id", doubt.scheduledEmailId())
        .put("scheduled_email_name", doubt.emailName())
        .put("event_slug", doubt.eventSlug())
        .put("recipients", doubt.recipients())
        .put("still_in_doubt", doubt.stillInDoubt())
        .put("called_at", doubt.calledAt())
        .duration("age", doubt.age())
        .put("detail", Optional.of(doubt.detail()).filter(detail -> !detail.isEmpty()));
  }

  private static Table table(Times times, List<DoubtfulSubmission> doubts) {
    Table table =
        Table.of("REQUEST", "EMAIL", "EVENT", "RECIPIENTS", "IN DOUBT", "CALLED", "DETAIL");
    for (DoubtfulSubmission doubt : doubts) {
      table.row(
          doubt.id(),
          doubt.scheduledEmailId(),
          doubt.eventSlug(),
          doubt.recipients(),
          doubt.stillInDoubt(),
          times.show(doubt.calledAt()),
          doubt.detail());
    }
    return table;
  }
}
