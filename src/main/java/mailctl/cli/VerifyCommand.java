package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailctl.database.Refusal;
import mailctl.delivery.BrokenLaw;
import mailctl.delivery.EmailBooks;
import mailctl.delivery.Ledger;
import mailctl.delivery.Rebuild;
import mailctl.inspect.EmailQuery;
import mailctl.inspect.Inspector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "The recipients of an email are the sum of its deliveries over all statuses; submissions,",
      "attempts, counts and SendGrid's events agree; no submission is without a live lease or an",
      "outcome. It only reads, may run beside everything else, and exits 1 when something is wrong."
    })
@Examples({
  "mailctl verify --all",
  "mailctl verify --id 5 --json",
  "mailctl verify --event spring-fair"
})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class VerifyCommand extends Action {
  @Option(names = "--id", paramLabel = "N", description = "this scheduled email")
  Optional<Long> id = Optional.empty();

  @Option(names = "--event", paramLabel = "EVENT", description = "of this event, by id or slug")
  Optional<String> event = Optional.empty();

  @Option(names = "--all", description = "all emails, and the inbox")
  boolean all;

  @Mixin final RowLimit limit = new RowLimit();

  VerifyCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Rebuild.Scope scope = scope(session);
    Ledger ledger = session.app().delivery().ledger();
    VerifyView view = new VerifyView(session, limit.rows());
    List<JsonObject> emails = new ArrayList<>();
    ledger.verify(
        scope,
        limit.rows(),
        (EmailBooks books) -> {
          view.count(books);
          if (session.json()) {
            emails.add(VerifyView.json(books));
          } else {
            view.print(books);
          }
        });
    List<BrokenLaw> broken = all ? ledger.verifyInstallation(limit.rows()) : List.of();
    view.countInstallation(broken);
    if (session.json()) {
      session.print(view.json(emails, broken));
    } else {
      view.print(broken);
    }
    session.say(view.sentence());
    return view.balanced() ? ExitCode.OK : ExitCode.FAILED;
  }

  private Rebuild.Scope scope(Session session) {
    long ways = Stream.of(id, event).filter(Optional::isPresent).count() + (all ? 1 : 0);
    if (ways != 1) {
      throw new Refusal(
          Refusal.Kind.USAGE, "name one of --id, --event and --all", "mailctl verify --all");
    }
    Inspector inspector = session.app().inspector();
    if (id.isPresent()) {
      inspector.emails(EmailQuery.all().ofEmail(id.get()).limit(1));
      return new Rebuild.Scope.OfEmail(id.get());
    }
    return event.isPresent()
        ? new Rebuild.Scope.OfEvent(inspector.event(event.get()).id())
        : new Rebuild.Scope.All();
  }
}
