package mailctl.cli;

import mailctl.policy.BouncePolicy;
import mailctl.policy.PolicyChange;
import mailctl.policy.PolicyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "The file has a section each for hard, soft, complaint and drop: suppress, count or ignore,",
      "for all or by class; and a threshold for what is counted. `policy show` prints one."
    })
@Examples({"mailctl policy try policy.yaml", "mailctl policy try - --json < policy.yaml"})
@ExitCodes({ExitCode.DATA, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class PolicyTryCommand extends Action {
  @Parameters(paramLabel = "FILE", description = "the policy, in YAML; - for standard input")
  String file = "";

  @Option(names = "--force", description = "as `policy apply --force` would: spam reports, too")
  boolean force;

  PolicyTryCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    InputFile input = InputFile.read(session, file);
    BouncePolicy policy = PolicyFile.read(input.name(), input.text());
    PolicyChange change = session.app().policies().trial(policy, force);
    if (session.json()) {
      session.print(PolicyView.json(change).put("dry_run", true));
      return ExitCode.OK;
    }
    PolicyView.print(session, change);
    session.say(PolicyView.counts(change));
    return ExitCode.OK;
  }
}
