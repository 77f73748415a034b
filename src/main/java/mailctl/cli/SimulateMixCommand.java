package mailctl.cli;

import java.util.Optional;
import mailctl.app.App;
import mailctl.sandbox.Mix;
import mailctl.sandbox.MixedPosts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command
@Examples({
  "mailctl simulate mix --id 7",
  "mailctl simulate mix --id 7 --bounce 0.02 --blocked 0.03 --open 0.5 --seed 42",
  "mailctl simulate mix --id 7 --duplicate 0.1 --shuffle --late 0.02,6h",
  "mailctl simulate mix --id 7 --rate '2000 events/s' --connections 8",
  "mailctl simulate mix --id 7 --out posts.json",
  "mailctl help simulation"
})
@ExitCodes({
  ExitCode.FAILED,
  ExitCode.DATA,
  ExitCode.NOT_FOUND,
  ExitCode.UNAVAILABLE,
  ExitCode.INTERRUPTED
})
final class SimulateMixCommand extends Action {
  private static final int USUAL_SIZE = 100;

  @Option(
      names = "--id",
      paramLabel = "EMAIL",
      required = true,
      description = "about every message of this scheduled email that SendGrid accepted")
  long email;

  @Option(names = "--seed", paramLabel = "N", description = "same seed, same posts (1)")
  long seed = 1;

  @Mixin final MixOptions rates = new MixOptions();

  @Option(
      names = "--duplicate",
      paramLabel = "RATE",
      description = "of the events, again: with their sg_event_id, another one, or none (0)")
  double duplicate;

  @Option(names = "--shuffle", description = "out of order within 20,000 events (by time)")
  boolean shuffle;

  @Mixin final TrafficOptions options = new TrafficOptions();
  @Mixin final DryRun dryRun = new DryRun();

  SimulateMixCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Mix mix = rates.mix();
    MixedPosts.Style style = style();
    Traffic traffic = new Traffic(session, options, dryRun.on);
    App app = session.app();
    MixedPosts posts =
        new MixedPosts(
            new AcceptedMessages(app.inspector(), app.installation().id(), email),
            mix,
            seed,
            style);
    // Tells at once when there is no such email.
    if (!posts.hasNext()) {
      session.say("SendGrid accepted nothing of it yet, so there is nothing to report on");
    }
    return traffic.run(posts, Optional.of(posts), Optional.of(app.inspector()));
  }

  private MixedPosts.Style style() {
    try {
      return new MixedPosts.Style(duplicate, shuffle, options.sizeOfPosts().orElse(USUAL_SIZE));
    } catch (IllegalArgumentException e) {
      throw TrafficOptions.wrong(e);
    }
  }
}
