package mailctl.cli;

import java.util.Map;
import mailctl.audience.Registration;
import mailctl.audience.RegistrationId;
import mailctl.audience.RegistrationStore;
import mailctl.audience.Saved;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command
@Examples({
  "mailctl registration update 118 --field status=confirmed",
  "mailctl registration update 118 --field email=new@example.com --field attributes.size=L",
})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class RegistrationUpdateCommand extends Action {
  @Parameters(
      paramLabel = "ID",
      converter = IdArgument.OfRegistration.class,
      description = "the registration")
  RegistrationId id = new RegistrationId(1);

  @Mixin final FieldOptions fields = new FieldOptions();
  @Mixin final DryRun dryRun = new DryRun();

  private record Done(boolean changed, Registration registration) {}

  RegistrationUpdateCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Map<String, String> changes = fields.values();
    if (changes.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.USAGE,
          "nothing to change was given",
          "--field KEY=VALUE; mailctl registration update --help");
    }
    Done done = Writing.run(session, dryRun, tx -> update(session, tx, changes));
    if (session.json()) {
      session.print(
          Json.object()
              .put("registration", RegistrationView.json(done.registration()))
              .put("changed", done.changed())
              .put("dry_run", dryRun.on));
    }
    session.say("registration " + id + (done.changed() ? " is changed" : " was so already"));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  private Done update(Session session, Tx tx, Map<String, String> changes) {
    RegistrationStore store = session.app().registrations();
    Saved.Outcome outcome = store.update(tx, id, changes).outcome();
    return new Done(outcome != Saved.Outcome.UNCHANGED, store.require(tx, id));
  }
}
