package mailctl.cli;

import java.util.List;
import mailctl.app.App;
import mailctl.erasure.Forgotten;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Registrations lose name, telephone, website and attributes; in deliveries, attempts, history,",
      "suppressions and stored webhook posts a pseudonym stands in the place of the address. All",
      "numbers stay what they are. Addresses under which the same registrations got mail before"
          + " are",
      "forgotten, too, unless another registration has them now; --dry-run lists them. It cannot"
          + " be",
      "taken back. What SendGrid and your backups hold is not touched."
    })
@Examples({
  "mailctl forget kim@example.org --dry-run",
  "mailctl forget kim@example.org --confirm kim@example.org --by ada"
})
@ExitCodes({ExitCode.FAILED, ExitCode.UNAVAILABLE, ExitCode.TRY_AGAIN})
final class ForgetCommand extends Action {
  @Parameters(paramLabel = "ADDRESS", description = "the person's address")
  String address = "";

  @Option(
      names = "--confirm",
      paramLabel = "ADDRESS",
      description = "the address again, instead of typing it when asked")
  String confirm = "";

  @Mixin final By by = new By();
  @Mixin final DryRun dryRun = new DryRun();

  ForgetCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    String email = SuppressionView.address(address);
    String who = by.name();
    App app = session.app();
    app.database();
    if (!dryRun.on) {
      session.ask().confirmName("erase everything about " + email + "?", email, confirm);
    }
    Forgotten forgotten = app.erasure().forget(email, who, dryRun.on);
    if (session.json()) {
      session.print(
          Json.object()
              .put("dry_run", dryRun.on)
              .put("pseudonym", forgotten.pseudonym())
              .put("former_addresses", forgotten.former().size())
              .texts("former", dryRun.on ? forgotten.former() : List.of())
              .put("registrations", forgotten.registrations())
              .put("deliveries", forgotten.deliveries())
              .put("attempts", forgotten.attempts())
              .put("provider_events", forgotten.providerEvents())
              .put("suppressions", forgotten.suppressions())
              .put("webhook_posts", forgotten.posts())
              .put("parked_events", forgotten.parked())
              .texts("still_named_in", forgotten.stillNamed()));
      return ExitCode.OK;
    }
    session.say(
        forgotten.isNobody()
            ? "nothing was known of this address; it is suppressed by its hash"
            : ("erased from %d registrations, %d deliveries, %d attempts, %d provider events,"
                    + " %d suppressions, %d webhook posts, %d parked events")
                .formatted(
                    forgotten.registrations(),
                    forgotten.deliveries(),
                    forgotten.attempts(),
                    forgotten.providerEvents(),
                    forgotten.suppressions(),
                    forgotten.posts(),
                    forgotten.parked()));
    if (!forgotten.former().isEmpty()) {
      int former = forgotten.former().size();
      session.say(
          "with "
              + former
              + (former == 1 ? " former address" : " former addresses")
              + " of theirs");
    }
    if (dryRun.on) {
      // An answer: what is said is written down, and nobody's address should be.
      forgotten.former().forEach(session.terminal().out()::println);
    }
    forgotten.stillNamed().forEach(place -> session.say("still named in " + place));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }
}
