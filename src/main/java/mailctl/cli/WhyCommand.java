package mailctl.cli;

import java.util.List;
import java.util.Optional;
import mailctl.app.App;
import mailctl.audience.Event;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Refusal;
import mailctl.why.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "The whole chain: the registration and each clause of the filter, suppressions and their",
      "evidence, what was planned, the attempts, SendGrid's events, and what happens next.",
      "Without --email or --event about every email that has to do with the address."
    })
@Examples({
  "mailctl why kim@example.org",
  "mailctl why kim@example.org --email 42",
  "mailctl why kim@example.org --event spring-fair --json"
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class WhyCommand extends Action {
  @Parameters(paramLabel = "ADDRESS", description = "whom the email is, or should be, for")
  String address = "";

  @Option(
      names = "--email",
      paramLabel = "N",
      converter = IdArgument.Email.class,
      description = "about this scheduled email alone")
  Optional<ScheduledEmailId> email = Optional.empty();

  @Mixin final EventOption event = new EventOption();

  WhyCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    String asked = SuppressionView.address(address);
    if (email.isPresent() && event.name.isPresent()) {
      throw new Refusal(Refusal.Kind.USAGE, "--email and --event exclude each other");
    }
    App app = session.app();
    Optional<Event> about = app.database().transaction(tx -> event.find(session, tx));
    Answer answer = app.why().of(asked, email, about.map(Event::id));
    List<SuppressionView.Row> suppressions =
        app.database().transaction(tx -> SuppressionView.rows(app, tx, answer.suppressions()));
    if (session.json()) {
      session.print(new WhyJson(app.visitJudge()).of(answer, suppressions));
    } else {
      new WhyView(session.terminal(), session.times(), app.visitJudge())
          .print(answer, suppressions, app.database().location());
    }
    return ExitCode.OK;
  }
}
