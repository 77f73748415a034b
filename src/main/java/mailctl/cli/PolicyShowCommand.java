package mailctl.cli;

import java.util.Optional;
import mailctl.policy.BouncePolicy;
import mailctl.policy.PolicyFile;
import mailctl.policy.PolicyStore;
import picocli.CommandLine.Command;

@Command
@Examples({"mailctl policy show", "mailctl policy show > policy.yaml"})
@ExitCodes(ExitCode.UNAVAILABLE)
final class PolicyShowCommand extends Action {
  PolicyShowCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Optional<PolicyStore.Applied> applied = session.app().policies().current();
    BouncePolicy policy = applied.map(PolicyStore.Applied::policy).orElse(BouncePolicy.USUAL);
    if (session.json()) {
      JsonObject json = PolicyView.json(policy);
      applied.ifPresent(
          it -> json.id("id", it.id()).put("applied_at", it.at()).put("applied_by", it.by()));
      session.print(Json.object().put("policy", json));
      return ExitCode.OK;
    }
    session.terminal().out().print(PolicyFile.write(policy));
    session.say(
        applied
            .map(it -> "applied by " + it.by() + " at " + it.at())
            .orElse("the usual one: nobody has applied another"));
    return ExitCode.OK;
  }
}
