package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.campaign.EmailKind;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Refusal;
import mailctl.delivery.BranchSample;
import mailctl.delivery.Preview;
import mailctl.message.Lint;
import mailctl.message.RenderedMessage;
import mailctl.provider.MailRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Errors: links that lead nowhere, scripts, an empty subject, no way to unsubscribe from what",
      "is promotional. Warnings: no text part of its own, HTML that Gmail clips (102 kB), images",
      "without alt, a long subject. No link is followed."
    })
@Examples({"mailctl lint --id 42", "mailctl lint --id 42 --strict --json"})
@ExitCodes({ExitCode.FAILED, ExitCode.DATA, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class LintCommand extends Action {
  @Option(names = "--id", paramLabel = "N", required = true, description = "the scheduled email")
  long id;

  @Option(names = "--strict", description = "exit 1 for warnings, too")
  boolean strict;

  private record Row(String branch, String registration, Lint.Finding finding) {}

  LintCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    List<Row> rows = findings(session, Id.scheduledEmail(id));
    if (session.json()) {
      session.print(Json.object().list("findings", rows, LintCommand::json));
    } else if (rows.isEmpty()) {
      session.say("nothing is wrong with scheduled email " + id);
    } else {
      Table table = Table.of("LEVEL", "WHAT", "REGISTRATION", "WORDS").flexible("WORDS");
      rows.forEach(
          row ->
              table.row(
                  level(row), row.finding().code(), row.registration(), row.finding().words()));
      table.print(session.terminal());
    }
    boolean failed = rows.stream().anyMatch(row -> strict || row.finding().error());
    return failed ? ExitCode.FAILED : ExitCode.OK;
  }

  private static List<Row> findings(Session session, ScheduledEmailId email) {
    var delivery = session.app().delivery();
    List<BranchSample> branches = delivery.sendPlans().branches(email);
    if (branches.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.NOT_FOUND,
          "the audience of scheduled email " + email + " is empty: nobody to render it for",
          "mailctl recipients --id " + email);
    }
    List<Row> rows = new ArrayList<>();
    List<Lint.Finding> seen = new ArrayList<>();
    for (BranchSample branch : branches) {
      Preview.Message message =
          session
              .app()
              .database()
              .transaction(
                  tx ->
                      delivery
                          .preview()
                          .of(
                              tx,
                              email,
                              Optional.of(branch.samples().getFirst()),
                              branch.variant()));
      for (Lint.Finding finding : lint(message)) {
        if (!seen.contains(finding)) {
          seen.add(finding);
          rows.add(new Row(branch.words(), message.registration().toString(), finding));
        }
      }
    }
    return rows;
  }

  private static List<Lint.Finding> lint(Preview.Message message) {
    MailRequest request = message.request();
    boolean written = !message.email().text().isBlank();
    List<Lint.Finding> findings =
        new ArrayList<>(
            Lint.check(
                new RenderedMessage(
                    request.subject(),
                    Optional.of(request.html()).filter(it -> !it.isEmpty()),
                    request.text()),
                written));
    String body = request.html().isEmpty() ? request.text() : request.html();
    boolean wayOut =
        request.recipients().getFirst().headers().values().stream()
            .map(link -> link.replaceAll("[<>]", ""))
            .anyMatch(link -> link.contains("://") && body.contains(link));
    if (message.email().kind() == EmailKind.PROMOTIONAL && !wayOut) {
      findings.add(
          new Lint.Finding(true, "unsubscribe", "it is promotional and shows no unsubscribe link"));
    }
    return findings;
  }

  private static String level(Row row) {
    return row.finding().error() ? "error" : "warning";
  }

  private static JsonObject json(Row row) {
    return Json.object()
        .put("level", level(row))
        .put("code", row.finding().code())
        .put("words", row.finding().words())
        .put("branch", row.branch())
        .put("registration_id", row.registration());
  }
}
