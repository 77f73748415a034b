package mailctl.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import mailctl.app.App;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.delivery.DeliveryId;
import mailctl.delivery.DeliveryStatus;
import mailctl.delivery.Dispatched;
import mailctl.delivery.Resend;
import mailctl.delivery.ResendResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command
@Examples({
  "mailctl resend --delivery 1207",
  "mailctl resend --delivery 1207 --to kim@example.org    # a corrected address",
  "mailctl resend --email 42 --status failed --dry-run",
  "mailctl resend --email 42 --status in_doubt --lost     # I know that they did not arrive"
})
@ExitCodes({
  ExitCode.FAILED,
  ExitCode.NOT_FOUND,
  ExitCode.UNAVAILABLE,
  ExitCode.TRY_AGAIN,
  ExitCode.DENIED
})
final class ResendCommand extends Action {
  /// From here on a person types the email's name.
  private static final int MANY = 1_000;

  private static final int CHUNK = 500;

  /// Those of which one more attempt may make sense without saying more about each.
  private enum Chosen {
    FAILED(DeliveryStatus.FAILED),
    RETRYING(DeliveryStatus.RETRYING),
    IN_DOUBT(DeliveryStatus.IN_DOUBT);

    private final DeliveryStatus status;

    Chosen(DeliveryStatus status) {
      this.status = status;
    }
  }

  @Option(
      names = "--delivery",
      paramLabel = "N",
      arity = "1..*",
      description = "these deliveries; may repeat")
  List<Long> deliveries = new ArrayList<>();

  @Option(names = "--email", paramLabel = "ID", description = "all of this scheduled email that …")
  Optional<Long> email = Optional.empty();

  @Option(
      names = "--status",
      paramLabel = "{failed|retrying|in_doubt}",
      description = "… have this status")
  Optional<Chosen> status = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "ADDRESS",
      description = "with one --delivery: send it to this address from now on")
  Optional<String> to = Optional.empty();

  @Option(
      names = "--lost",
      description = "I know that what is in doubt did not arrive; who got it gets it twice")
  boolean lost;

  @Option(names = "--later", description = "only queue them; the next sweep sends them")
  boolean later;

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      description = "the email's name, instead of asking about more than 1,000")
  String confirm = "";

  @Mixin final DryRun dryRun = new DryRun();
  @Mixin final Yes yes = new Yes();

  ResendCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    checkOptions();
    App app = session.app();
    List<DeliveryId> chosen = chosen(session, app);
    if (chosen.isEmpty()) {
      session.say("no delivery of that email has that status");
    }
    boolean sends = !later && !dryRun.on && !chosen.isEmpty();
    if (sends) {
      app.requireProvider();
    }
    Map<DeliveryId, String> refused = new LinkedHashMap<>();
    List<Resend.State> queued = queue(app, chosen, refused);
    Dispatched run = sends ? dispatch(app, queued) : Dispatched.NOTHING;
    if (!dryRun.on) {
      queued = states(app, queued);
    }
    ResendView view = new ResendView(refused, queued, dryRun.on);
    if (session.json()) {
      session.print(view.json());
    } else {
      view.say(session, sends);
    }
    if (run.halt().isPresent()) {
      throw Halts.refusal(run.halt().get(), count(queued, DeliveryStatus.QUEUED));
    }
    return exit(refused, queued);
  }

  private void checkOptions() {
    boolean byEmail = email.isPresent() || status.isPresent();
    if (deliveries.isEmpty() != byEmail || email.isPresent() != status.isPresent()) {
      throw usage("give either --delivery, or --email and --status");
    }
    if (to.isPresent() && deliveries.size() != 1) {
      throw usage("--to is for one --delivery");
    }
    if (status.filter(Chosen.IN_DOUBT::equals).isPresent() && !lost) {
      throw usage("what is in doubt may have arrived; add --lost when you know that it did not");
    }
  }

  private List<DeliveryId> chosen(Session session, App app) {
    if (email.isEmpty()) {
      return new TreeSet<>(deliveries).stream().map(Id::delivery).toList();
    }
    ScheduledEmailId id = Id.scheduledEmail(email.get());
    ScheduledEmail found =
        app.database()
            .transaction(tx -> app.scheduledEmails().find(tx, id))
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "no scheduled email " + id + " in " + app.database().location(),
                        "mailctl schedule list"));
    DeliveryStatus wanted = status.map(each -> each.status).orElseThrow();
    List<DeliveryId> ids =
        app.database().transaction(tx -> app.delivery().resend().find(tx, id, wanted));
    if (!dryRun.on && !ids.isEmpty()) {
      ask(session, found, ids.size());
    }
    return ids;
  }

  private void ask(Session session, ScheduledEmail found, int size) {
    String question =
        "Send scheduled email "
            + found.id()
            + " once more to "
            + Counts.of(size, "recipient")
            + "?";
    if (size > MANY) {
      session.ask().confirmName(question, found.name(), confirm);
    } else {
      session.ask().confirm(question, yes.given);
    }
  }

  /// Queues them a chunk at a time, so that no transaction grows without bound, and returns those
  /// that were, as they were before.
  private List<Resend.State> queue(
      App app, List<DeliveryId> chosen, Map<DeliveryId, String> refused) {
    Resend resend = app.delivery().resend();
    Database database = app.database();
    List<Resend.State> queued = new ArrayList<>();
    for (int from = 0; from < chosen.size(); from += CHUNK) {
      List<DeliveryId> chunk = chosen.subList(from, Math.min(chosen.size(), from + CHUNK));
      Function<Tx, List<Resend.State>> work =
          tx -> {
            List<DeliveryId> done = new ArrayList<>();
            for (DeliveryId id : chunk) {
              switch (resend.request(tx, id, to, lost)) {
                case ResendResult.Queued() -> done.add(id);
                case ResendResult.Refused(String why) -> refused.put(id, why);
              }
            }
            return resend.states(tx, done);
          };
      queued.addAll(dryRun.on ? database.rehearse(work) : database.transaction(work));
    }
    return queued;
  }

  private static Dispatched dispatch(App app, List<Resend.State> queued) {
    Dispatched run = Dispatched.NOTHING;
    for (ScheduledEmailId id : queued.stream().map(Resend.State::email).distinct().toList()) {
      if (run.halt().isEmpty()) {
        run = run.plus(app.delivery().dispatch().email(id));
      }
    }
    return run;
  }

  private static List<Resend.State> states(App app, List<Resend.State> queued) {
    List<DeliveryId> ids = queued.stream().map(Resend.State::id).toList();
    return app.database().transaction(tx -> app.delivery().resend().states(tx, ids));
  }

  private static long count(List<Resend.State> states, DeliveryStatus status) {
    return states.stream().filter(state -> state.status() == status).count();
  }

  /// A refusal of a delivery that a person named is a failure; one among many is a result.
  private ExitCode exit(Map<DeliveryId, String> refused, List<Resend.State> queued) {
    if (refused.isEmpty() || (email.isPresent() && !queued.isEmpty())) {
      return ExitCode.OK;
    }
    boolean noneExists =
        queued.isEmpty() && refused.values().stream().allMatch(Resend.UNKNOWN::equals);
    return noneExists ? ExitCode.NOT_FOUND : ExitCode.FAILED;
  }

  private static Refusal usage(String message) {
    return new Refusal(Refusal.Kind.USAGE, message, "mailctl resend --help");
  }
}
