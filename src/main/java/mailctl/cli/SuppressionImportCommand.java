package mailctl.cli;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalLong;
import mailctl.app.App;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.suppression.SuppressionCsv;
import mailctl.suppression.SuppressionImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Columns: address (or email), and if you like scope, organization, event, reason, evidence,",
      "suppressed_at, as `suppression export` writes them. What stands already is left alone, and",
      "what was lifted since the same file was imported stays lifted."
    })
@Examples({
  "mailctl suppression import opted-out.csv --dry-run",
  "mailctl suppression import - < opted-out.csv"
})
@ExitCodes({ExitCode.DATA, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class SuppressionImportCommand extends Action {
  private static final int DIGEST_BYTES = 6;

  @Parameters(paramLabel = "FILE", description = "the file; - for standard input")
  String file = "";

  @Mixin final DryRun dryRun = new DryRun();

  SuppressionImportCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    InputFile input = InputFile.read(session, file);
    SuppressionCsv csv = SuppressionCsv.read(input.text());
    App app = session.app();
    SuppressionImport.Source source =
        new SuppressionImport.Source(input.name(), digest(input.content()));
    SuppressionImport.Result result =
        Writing.run(
            session,
            dryRun,
            tx ->
                app.suppressionImport()
                    .run(tx, source, csv, new Named(app), app.clock().instant()));
    if (session.json()) {
      session.print(
          Json.object()
              .put("dry_run", dryRun.on)
              .put("added", result.added())
              .put("known", result.known())
              .put("lifted_in_file", result.lifted())
              .put("erased", result.erased()));
    } else {
      session.say(
          "suppressed %d, known %d%s%s"
              .formatted(
                  result.added(),
                  result.known(),
                  result.lifted() == 0 ? "" : ", lifted in the file " + result.lifted(),
                  result.erased() == 0 ? "" : ", erased and left out " + result.erased()));
    }
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  /// Organizations and events by id or slug.
  private record Named(App app) implements SuppressionImport.Owners {
    @Override
    public OptionalLong organization(Tx tx, String name) {
      try {
        return OptionalLong.of(app.organizations().require(tx, name).id().value());
      } catch (Refusal e) {
        return none(e);
      }
    }

    @Override
    public OptionalLong event(Tx tx, String name) {
      try {
        return OptionalLong.of(app.events().require(tx, name).id().value());
      } catch (Refusal e) {
        return none(e);
      }
    }

    private static OptionalLong none(Refusal e) {
      if (e.kind() != Refusal.Kind.NOT_FOUND) {
        throw e;
      }
      return OptionalLong.empty();
    }
  }

  private static String digest(byte[] content) {
    try {
      byte[] all = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(all, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
