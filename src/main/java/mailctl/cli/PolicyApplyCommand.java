package mailctl.cli;

import mailctl.policy.BouncePolicy;
import mailctl.policy.Policies;
import mailctl.policy.PolicyChange;
import mailctl.policy.PolicyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Shows what `policy try` shows, and asks. What a person has lifted stays lifted, and what",
      "rests on other evidence (a person, a file, an unsubscribe, SendGrid's lists) stays."
    })
@Examples({
  "mailctl policy apply policy.yaml --dry-run",
  "mailctl policy apply policy.yaml --yes --by kim"
})
@ExitCodes({ExitCode.FAILED, ExitCode.DATA, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class PolicyApplyCommand extends Action {
  @Parameters(paramLabel = "FILE", description = "the policy, in YAML; - for standard input")
  String file = "";

  @Option(names = "--force", description = "release spam reports, too, if the policy says so")
  boolean force;

  @Mixin final By by = new By();
  @Mixin final Yes yes = new Yes();
  @Mixin final DryRun dryRun = new DryRun();

  PolicyApplyCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    String who = by.name();
    InputFile input = InputFile.read(session, file);
    BouncePolicy policy = PolicyFile.read(input.name(), input.text());
    Policies policies = session.app().policies();
    PolicyChange change = policies.trial(policy, force);
    if (!session.json()) {
      PolicyView.print(session, change);
    }
    if (!dryRun.on) {
      session.ask().confirm("apply it? " + PolicyView.counts(change), yes.given);
      change = policies.apply(policy, force, who);
    }
    if (session.json()) {
      session.print(PolicyView.json(change).put("dry_run", dryRun.on));
    }
    session.say(PolicyView.counts(change));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }
}
