package mailctl.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import mailctl.app.App;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.delivery.DeliveryId;
import mailctl.delivery.Doubts;
import mailctl.delivery.Doubts.Result;
import mailctl.delivery.Doubts.Word;
import mailctl.delivery.SubmissionId;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Your word is kept with your name. An event from SendGrid that comes later is stronger: it",
      "makes the request sent, and takes back what waits to be sent again. What is resent and",
      "arrives after all is mailed twice, and shown as that."
    })
@Examples({
  "mailctl resolve 17 --sent --reason 'seen in the Activity Feed'",
  "mailctl resolve 17 18 --resend --dry-run",
  "mailctl resolve --delivery 1207 --give-up",
  "mailctl resolve --id 42 --resend --by kim --yes"
})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ResolveCommand extends Action {
  /// One of them, and one only.
  static final class WordOption {
    @Option(names = "--sent", description = "SendGrid took them")
    boolean sent;

    @Option(
        names = "--resend",
        description = "they were lost: send again; who got it after all gets it twice")
    boolean resend;

    @Option(names = "--give-up", description = "nobody knows: fail them, and send nothing more")
    boolean giveUp;

    Word word() {
      return sent ? Word.SENT : resend ? Word.RESEND : Word.GIVE_UP;
    }
  }

  @Parameters(paramLabel = "REQUEST", arity = "0..*", description = "as in mailctl inspect doubts")
  List<Long> requests = new ArrayList<>();

  @Option(
      names = "--delivery",
      paramLabel = "N",
      description = "the requests in doubt that carried this delivery; may repeat")
  List<Long> deliveries = new ArrayList<>();

  @Option(names = "--id", paramLabel = "EMAIL", description = "all of this scheduled email")
  Optional<Long> email = Optional.empty();

  @ArgGroup(exclusive = true, multiplicity = "1")
  WordOption word = new WordOption();

  @Option(names = "--reason", paramLabel = "TEXT", description = "how you know")
  String reason = "";

  @Option(names = "--by", paramLabel = "NAME", description = "who says so (operator)")
  String by = "operator";

  @Mixin final DryRun dryRun = new DryRun();
  @Mixin final Yes yes = new Yes();

  ResolveCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    long ways =
        Stream.of(!requests.isEmpty(), !deliveries.isEmpty(), email.isPresent())
            .filter(given -> given)
            .count();
    if (ways != 1) {
      throw usage("give either requests, or --delivery, or --id");
    }
    if (by.isBlank()) {
      throw usage("--by is not empty");
    }
    App app = session.app();
    Map<String, Result.Refused> refused = new LinkedHashMap<>();
    List<SubmissionId> chosen = chosen(app, refused);
    if (!chosen.isEmpty() && !dryRun.on) {
      session.ask().confirm(question(chosen), yes.given);
    }
    List<Result.Settled> settled = settle(session, chosen, refused);
    ResolveView view = new ResolveView(word.word(), settled, refused, dryRun.on);
    if (session.json()) {
      session.print(view.json());
    } else {
      view.say(session);
    }
    return exit(refused);
  }

  /// A delivery that is in no doubt is refused at once.
  private List<SubmissionId> chosen(App app, Map<String, Result.Refused> refused) {
    Doubts doubts = app.delivery().doubts();
    if (email.isPresent()) {
      ScheduledEmailId id = Id.scheduledEmail(email.get());
      return app.database().transaction(tx -> ofEmail(app, tx, id));
    }
    if (!requests.isEmpty()) {
      return new TreeSet<>(requests).stream().map(Id::request).toList();
    }
    TreeSet<Long> ids = new TreeSet<>();
    for (DeliveryId delivery : new TreeSet<>(deliveries).stream().map(Id::delivery).toList()) {
      List<SubmissionId> found = app.database().transaction(tx -> doubts.ofDelivery(tx, delivery));
      if (found.isEmpty()) {
        refused.put("delivery " + delivery, notInDoubt(app, delivery));
      }
      found.forEach(id -> ids.add(id.value()));
    }
    return ids.stream().map(SubmissionId::new).toList();
  }

  private static List<SubmissionId> ofEmail(App app, Tx tx, ScheduledEmailId id) {
    if (app.scheduledEmails().find(tx, id).isEmpty()) {
      throw new Refusal(
          Refusal.Kind.NOT_FOUND,
          "no scheduled email " + id + " in " + app.database().location(),
          "mailctl schedule list");
    }
    return app.delivery().doubts().ofEmail(tx, id);
  }

  private static Result.Refused notInDoubt(App app, DeliveryId delivery) {
    return app.database()
        .transaction(tx -> app.delivery().doubts().status(tx, delivery))
        .map(status -> new Result.Refused(true, "it is " + Counts.words(status)))
        .orElseGet(() -> new Result.Refused(false, "there is no such delivery"));
  }

  private String question(List<SubmissionId> chosen) {
    String what =
        chosen.size() == 1
            ? "request " + chosen.getFirst()
            : Counts.of(chosen.size(), "request") + " in doubt";
    return switch (word.word()) {
      case SENT -> "Was " + what + " really sent? Whoever did not get it will not get it.";
      case RESEND -> "Send " + what + " again? Whoever got it after all gets it twice.";
      case GIVE_UP -> "Give " + what + " up? Whoever did not get it will not get it.";
    };
  }

  /// Each in a transaction of its own, so that none grows without bound.
  private List<Result.Settled> settle(
      Session session, List<SubmissionId> chosen, Map<String, Result.Refused> refused) {
    Doubts doubts = session.app().delivery().doubts();
    Doubts.Statement statement = new Doubts.Statement(word.word(), by.strip(), reason.strip());
    List<Result.Settled> settled = new ArrayList<>();
    for (SubmissionId id : chosen) {
      switch (Writing.run(session, dryRun, tx -> doubts.settle(tx, id, statement))) {
        case Result.Settled done -> {
          settled.add(done);
          if (!dryRun.on) {
            doubts.finish(done.email());
          }
        }
        case Result.Refused not -> refused.put("request " + id, not);
      }
    }
    return settled;
  }

  private static ExitCode exit(Map<String, Result.Refused> refused) {
    if (refused.isEmpty()) {
      return ExitCode.OK;
    }
    return refused.values().stream().noneMatch(Result.Refused::exists)
        ? ExitCode.NOT_FOUND
        : ExitCode.FAILED;
  }

  private static Refusal usage(String message) {
    return new Refusal(Refusal.Kind.USAGE, message, "mailctl resolve --help");
  }
}
