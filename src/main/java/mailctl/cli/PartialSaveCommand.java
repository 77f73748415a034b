package mailctl.cli;

import java.util.Optional;
import mailctl.audience.Organization;
import mailctl.campaign.Partial;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.message.Partials;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "It reaches every email that has not started; what has started keeps what it began with.")
@Examples(
    "mailctl partial save footer --organization market --html-file footer.html --text-file f.txt")
@ExitCodes({ExitCode.FAILED, ExitCode.DATA, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class PartialSaveCommand extends Action {
  @Parameters(paramLabel = "NAME", description = "lower-case letters, digits, _ and -")
  String name = "";

  @Option(names = "--html-file", paramLabel = "FILE", description = "for HTML parts, a template")
  Optional<String> html = Optional.empty();

  @Option(names = "--text-file", paramLabel = "FILE", description = "for text parts, a template")
  Optional<String> text = Optional.empty();

  @Mixin final PartialOptions of = new PartialOptions();
  @Mixin final DryRun dryRun = new DryRun();

  private record Saved(Organization owner, int emails) {}

  PartialSaveCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    if (html.isEmpty() && text.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.USAGE,
          "give --html-file, --text-file or both",
          "mailctl partial save --help");
    }
    Partial partial =
        new Partial(
            name,
            new Partials.Source(
                html.map(file -> InputFile.read(session, file).text()).orElse(""),
                text.map(file -> InputFile.read(session, file).text()).orElse("")));
    var database = session.app().database();
    Saved saved =
        dryRun.on
            ? database.rehearse(tx -> save(session, tx, partial))
            : database.transaction(tx -> save(session, tx, partial));
    if (session.json()) {
      session.print(
          PartialOptions.json(saved.owner(), partial)
              .put("emails_not_started", saved.emails())
              .put("dry_run", dryRun.on));
    } else {
      session.say(
          (dryRun.on ? "dry run: nothing was changed; would save " : "saved ")
              + name
              + "; "
              + Counts.of(saved.emails(), "email")
              + " not started yet, with partials");
    }
    return ExitCode.OK;
  }

  private Saved save(Session session, Tx tx, Partial partial) {
    Organization owner = of.require(session, tx);
    return new Saved(owner, session.app().partials().save(tx, owner.id(), partial));
  }
}
