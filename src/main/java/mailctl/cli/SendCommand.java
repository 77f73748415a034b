package mailctl.cli;

import java.util.Optional;
import java.util.function.Supplier;
import mailctl.app.App;
import mailctl.audience.RecipientFilter;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Refusal;
import mailctl.delivery.Canary;
import mailctl.delivery.PlanDrift;
import mailctl.delivery.SendNow;
import mailctl.delivery.SendReport;
import mailctl.delivery.Share;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command
@Examples({
  "mailctl send --id 42 --dry-run",
  "mailctl send --id 42",
  "mailctl send --id 42 --canary 1%         # the rest when these did well",
  "mailctl send --id 42 --registration 7    # to this one; the rest at its time",
  "mailctl send --plan 7                    # exactly what was planned, or nothing",
  "mailctl send --id 42 --test-to me@example.org"
})
@ExitCodes({
  ExitCode.FAILED,
  ExitCode.DATA,
  ExitCode.NOT_FOUND,
  ExitCode.UNAVAILABLE,
  ExitCode.TRY_AGAIN,
  ExitCode.DENIED
})
final class SendCommand extends Action {
  /// From here on a person is asked.
  private static final int MANY = 1_000;

  @Option(names = "--id", paramLabel = "N", description = "the scheduled email")
  Optional<Long> id = Optional.empty();

  @Option(
      names = "--plan",
      paramLabel = "P",
      description = "exactly what `mailctl plan` froze under this id, or nothing")
  Optional<Long> plan = Optional.empty();

  @Option(
      names = "--test-to",
      paramLabel = "ADDRESS",
      description = {
        "one copy to this address, marked [TEST], as the first recipient (or --registration)"
            + " gets it"
      })
  Optional<String> testTo = Optional.empty();

  @Option(
      names = "--registration",
      paramLabel = "M",
      description = "send to this registration alone")
  Optional<Long> registration = Optional.empty();

  @Option(
      names = "--canary",
      paramLabel = "SHARE",
      converter = ShareOption.class,
      description = {
        "so many go first, at least 20, and the rest when these did well; off: all at once"
      })
  Optional<Share> canary = Optional.empty();

  @Option(names = "--wait", description = "wait for what becomes of the first, and go on")
  boolean waits;

  @Option(
      names = "--strict",
      description = "exit 1 when a recipient failed, bounced or is in doubt")
  boolean strict;

  @Option(
      names = "--progress",
      description = "with --json: a line a second while it runs, the report in the last one")
  boolean progress;

  @Mixin final DryRun dryRun = new DryRun();
  @Mixin final Yes yes = new Yes();

  SendCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    refuseOptions();
    Optional<RegistrationId> only = registration.map(Id::registration);
    if (testTo.isPresent()) {
      return new TestCopyRun(session, Id.scheduledEmail(id.orElseThrow()), only, testTo.get())
          .run(dryRun.on);
    }
    SendNow sending = session.app().delivery().sendNow();
    ScheduledEmailId email = email(session);
    if (only.isPresent() && canary.isPresent()) {
      throw new Refusal(
          Refusal.Kind.USAGE, "--canary is about everybody, --registration about one", "");
    }
    if (only.isPresent() && waits) {
      throw new Refusal(
          Refusal.Kind.USAGE, "--wait is about everybody, --registration about one", "");
    }
    SendNow.CanaryWish wish = new SendNow.CanaryWish(canary, waits);
    if (plan.isPresent()) {
      refuseDrift(session, plan.get());
    }
    if (dryRun.on) {
      return rehearse(session, sending.rehearse(email, only, wish), only);
    }
    session.app().requireProvider();
    if (only.isEmpty() && session.ask().canPrompt() && !yes.given) {
      askAboutMany(session, email);
    }
    StoppableRun run =
        new StoppableRun(session, sending::stop, session.app().settings().serve().drain());
    Supplier<SendReport> work =
        () -> plan.isPresent() ? sending.send(plan.get(), wish) : sending.send(email, only, wish);
    return run.run(() -> send(session, email, run, work));
  }

  private void refuseOptions() {
    if (id.isPresent() == plan.isPresent()) {
      throw new Refusal(Refusal.Kind.USAGE, "give either --id or --plan", "mailctl send --help");
    }
    if (plan.isPresent() && (registration.isPresent() || testTo.isPresent())) {
      throw new Refusal(
          Refusal.Kind.USAGE, "--plan is about everybody, --registration and --test-to about one");
    }
    if (testTo.isPresent() && canary.isPresent()) {
      throw new Refusal(Refusal.Kind.USAGE, "--test-to sends one copy, --canary goes with many");
    }
  }

  private ScheduledEmailId email(Session session) {
    return id.map(Id::scheduledEmail)
        .orElseGet(
            () ->
                session
                    .app()
                    .database()
                    .transaction(
                        tx -> session.app().delivery().sendPlans().email(tx, plan.orElseThrow())));
  }

  /// Shows what differs, before anything is done; what differs only a moment later is refused, too.
  private static void refuseDrift(Session session, long plan) {
    PlanDrift drift = session.app().delivery().sendPlans().drift(plan);
    if (drift.isNone()) {
      return;
    }
    if (session.json()) {
      session.print(PlanView.json(drift));
    } else {
      PlanView.print(drift, session);
    }
    throw new Refusal(
        Refusal.Kind.CONFLICT,
        "plan " + plan + " no longer fits: " + drift.words() + "; nothing was sent",
        "look at the differences, and plan again: mailctl plan");
  }

  private ExitCode send(
      Session session, ScheduledEmailId email, StoppableRun run, Supplier<SendReport> work) {
    SendReport report =
        ProgressTicker.during(
            ProgressOutput.of(session, progress, json -> json.id("scheduled_email_id", email)),
            session.app().delivery().watch(email)::read,
            work);
    SendView view = new SendView(report, registration.map(Id::registration));
    if (session.json()) {
      JsonObject answer = view.json(false);
      session
          .terminal()
          .out()
          .println(progress ? answer.put("type", "result").line() : answer.print());
    } else {
      view.say(session, run.isStopped());
    }
    if (report.brokenOff()) {
      return run.interrupted(
          "interrupted: nobody was planned or called", "mailctl send --id " + email);
    }
    if (run.isStopped() && view.waiting() > 0) {
      return run.interrupted(
          "interrupted: " + Counts.of(view.waiting(), "recipient") + " not called",
          "mailctl send --id " + email + ", which goes on with exactly these");
    }
    if (report.halt().isPresent()) {
      throw Halts.refusal(report.halt().get(), view.waiting());
    }
    boolean held = report.canary().filter(it -> it.state() == Canary.State.FAILED).isPresent();
    return held || (strict && view.hasTrouble()) ? ExitCode.FAILED : ExitCode.OK;
  }

  private static ExitCode rehearse(
      Session session, SendReport report, Optional<RegistrationId> only) {
    SendView view = new SendView(report, only);
    if (session.json()) {
      session.print(view.json(true));
    } else {
      session.terminal().out().println(view.plan());
      session.say("dry run: nothing was sent");
    }
    return ExitCode.OK;
  }

  private void askAboutMany(Session session, ScheduledEmailId email) {
    long recipients = recipients(session.app(), email);
    if (recipients > MANY) {
      session.ask().confirm("Send to " + Counts.of(recipients, "recipient") + "?", false);
    }
  }

  /// How many this run would plan; nobody is asked again about going on.
  private static long recipients(App app, ScheduledEmailId id) {
    return app.database()
        .transaction(
            tx ->
                app.scheduledEmails()
                    .find(tx, id)
                    .filter(email -> !email.planned())
                    .map(
                        email ->
                            app.audience()
                                .count(tx, email.event(), RecipientFilter.ofJson(email.filter()))
                                .included())
                    .orElse(0L));
  }
}
