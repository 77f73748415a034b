package mailctl.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.app.App;
import mailctl.database.Refusal;
import mailctl.inspect.Inspector;
import mailctl.sandbox.SimulatedEvent;
import mailctl.webhook.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command
@Examples({
  "mailctl simulate bounce --delivery 42",
  "mailctl simulate blocked --delivery 42 --class mailbox-unavailable --reason \"552 full\"",
  "mailctl simulate open --id 7 --limit 20 --direct",
  "mailctl simulate unsubscribe --address kim@example.org",
  "mailctl simulate mix --id 7 --seed 1",
  "mailctl simulate file posts.json"
})
@ExitCodes({
  ExitCode.FAILED,
  ExitCode.NOT_FOUND,
  ExitCode.UNAVAILABLE,
  ExitCode.TRY_AGAIN,
  ExitCode.DENIED
})
final class SimulateCommand extends Action {
  // Optional for picocli, as `mix` and `file` have none.
  @Parameters(
      paramLabel = "EVENT",
      arity = "0..1",
      description = "processed, deferred, delivered, bounce, blocked, dropped, open, click, ...")
  String event = "";

  @Option(names = "--delivery", paramLabel = "N", description = "about this delivery; may repeat")
  final List<Long> deliveries = new ArrayList<>();

  @Option(names = "--id", paramLabel = "EMAIL", description = "about all of a scheduled email")
  Optional<Long> email = Optional.empty();

  @Option(names = "--limit", paramLabel = "N", description = "with --id: at most so many (100)")
  int limit = 100;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "about the newest message to this address")
  Optional<String> address = Optional.empty();

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "class of a bounce or block, or cause of a drop: technical, content, ...")
  String cause = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "in the words of the other server")
  String reason = "";

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = TimeOption.Converter.class,
      description = "when it happened: RFC 3339, or 2h for two hours ago (now)")
  Optional<TimeOption> at = Optional.empty();

  @Option(
      names = {"--url", "--to"},
      paramLabel = "URL",
      description = "the webhook to post to (our own)")
  Optional<URI> url = Optional.empty();

  @Option(names = "--direct", description = "straight into the inbox, and process it here")
  boolean direct;

  @Option(
      names = {"--key-file", "--key"},
      paramLabel = "FILE",
      description = "private key to sign with, made if not there; else sandbox.key in state.dir")
  Optional<Path> keyFile = Optional.empty();

  @Mixin final DryRun dryRun = new DryRun();

  SimulateCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    if (event.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.USAGE, "which event?", "one of " + SimulatedEvent.words() + "; mix; file");
    }
    SimulatedEvent kind = SimulationWords.event(event);
    SimulatedEvent.Cause because = SimulationWords.cause(kind, cause, reason);
    App app = session.app();
    Inspector inspector = app.inspector();
    List<SimulationTargets.Target> targets =
        targets(new SimulationTargets(inspector, app.installation().id()));
    Instant now = app.clock().instant();
    Instant time = at.map(it -> it.at(now)).orElse(now);
    SimulationView view = new SimulationView(session, inspector, kind, targets);
    if (targets.isEmpty()) {
      view.nothing("nothing of it was sent yet, so there is nothing to report on");
      return ExitCode.OK;
    }
    if (dryRun.on) {
      view.plan();
      return ExitCode.OK;
    }
    List<byte[]> bodies = SimulationWords.posts(kind, targets, time, because);
    SimulatedPosts posts = new SimulatedPosts(app);
    if (direct) {
      Pass pass = posts.direct(bodies);
      view.outcome("processed here, past the listener: " + ReplayView.sentence(pass));
      return ExitCode.OK;
    }
    URI target = url.orElseGet(() -> ListenerAddress.webhook(app.settings().publicListener()));
    Processing processing =
        posts.throughListener(bodies, target, SigningKey.readOrMake(session, keyFile));
    view.outcome("posted to " + target + processing.words());
    return ExitCode.OK;
  }

  private List<SimulationTargets.Target> targets(SimulationTargets find) {
    int ways =
        (deliveries.isEmpty() ? 0 : 1)
            + (email.isPresent() ? 1 : 0)
            + (address.isPresent() ? 1 : 0);
    if (ways != 1 || limit < 1) {
      throw new Refusal(
          Refusal.Kind.USAGE,
          limit < 1 ? "--limit is at least 1" : "name one of --delivery, --id and --address",
          "mailctl simulate --help");
    }
    if (email.isPresent()) {
      return find.ofEmail(email.get(), limit);
    }
    return address.isPresent()
        ? List.of(find.ofAddress(address.get()))
        : find.ofDeliveries(deliveries);
  }
}
