package mailctl.cli;

import java.util.Optional;
import mailctl.app.App;
import mailctl.database.Refusal;
import mailctl.fence.FenceState;
import mailctl.fence.Unfencing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "It gets a new installation id; what was sent before stays matched. Its queue is that of the",
      "original: pause what must not go out twice (mailctl inspect emails) before you do this."
    })
@Examples({
  "mailctl unfence --dry-run",
  "mailctl unfence --reason 'the old server is gone'",
  "mailctl unfence --copy --yes    # a copy by my word: nothing shows it"
})
@ExitCodes({ExitCode.FAILED, ExitCode.UNAVAILABLE})
final class UnfenceCommand extends Action {
  @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the record")
  String reason = "";

  @Option(names = "--by", paramLabel = "NAME", description = "who says so (operator)")
  String by = "operator";

  @Option(
      names = "--copy",
      description = "it is a copy, although nothing shows it: a copied disk, a managed server")
  boolean copy;

  @Mixin final DryRun dryRun = new DryRun();
  @Mixin final Yes yes = new Yes();

  UnfenceCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    if (by.isBlank()) {
      throw new Refusal(Refusal.Kind.USAGE, "--by is not empty");
    }
    App app = session.app();
    FenceState state = app.fence().look();
    if (!state.isFenced() && !copy) {
      return nothingToDo(session, state);
    }
    if (dryRun.on) {
      answer(session, state, Optional.empty());
      Writing.sayIfDry(session, dryRun);
      return ExitCode.OK;
    }
    explain(session, state, app.delivery().dueWork().waiting());
    session
        .ask()
        .confirm(
            "Let " + app.database().location() + " send, under an installation id of its own?",
            yes.given);
    Optional<Unfencing.Unfenced> done = app.unfencing().unfence(by.strip(), reason.strip(), copy);
    if (done.isEmpty()) {
      return nothingToDo(session, app.fence().look());
    }
    answer(session, done.get().before(), done);
    return ExitCode.OK;
  }

  private ExitCode nothingToDo(Session session, FenceState state) {
    answer(session, state, Optional.empty());
    session.say("it is not fenced; nothing was changed");
    return ExitCode.OK;
  }

  private static void explain(Session session, FenceState state, long waiting) {
    session.say(
        state.isFenced()
            ? "This database is a copy, or was restored: " + state.words() + "."
            : "Nothing shows that this database is a copy.");
    session.say(
        "Where the original still sends, everybody who waits in both is mailed by both; "
            + Counts.of(waiting, "recipient")
            + " of started emails wait here. Where this is the original after a move, all is well.");
  }

  private void answer(Session session, FenceState before, Optional<Unfencing.Unfenced> done) {
    if (session.json()) {
      session.print(
          Json.object()
              .put("dry_run", dryRun.on)
              .put("fenced", before.isFenced())
              .list(
                  "differences",
                  before.differences(),
                  it -> Json.object().put("kind", it.kind()).put("words", it.words()))
              .put("installation", before.installation())
              .put("generation", before.generation())
              .put("new_installation", done.map(Unfencing.Unfenced::installation))
              .put("new_generation", done.map(Unfencing.Unfenced::generation)));
      return;
    }
    if (done.isPresent()) {
      session.say(
          "may send now, as installation %s, generation %d; it was %s"
              .formatted(
                  done.get().installation(), done.get().generation(), before.installation()));
    } else if (before.isFenced()) {
      session.terminal().out().println("fenced: " + before.words());
    }
  }
}
