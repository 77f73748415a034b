package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import mailctl.database.Refusal;
import mailctl.inspect.HealthReport;
import mailctl.provider.MailRequest;
import mailctl.provider.SubmissionOutcome;
import mailctl.report.ReportMail;

/// `report --mail-to`: one mail, of which nothing is kept but what the audit and the provider keep.
final class ReportMailRun {
  private final Session session;
  private final List<String> to;
  private final Optional<String> from;

  ReportMailRun(Session session, List<String> to, Optional<String> from) {
    this.session = requireNonNull(session, "session is null");
    this.to = to.stream().map(SuppressionView::address).toList();
    this.from = requireNonNull(from, "from is null").map(SuppressionView::address);
  }

  ExitCode run(HealthReport report, DryRun dryRun) {
    ReportMail mail = session.app().reportMail();
    MailRequest request = mail.prepare(report, to, from);
    if (!dryRun.on) {
      session.app().requireProvider();
      refuseUnlessTaken(mail.send(request));
    }
    if (session.json()) {
      session.print(
          Json.object()
              .put("dry_run", dryRun.on)
              .put("from", request.from().address())
              .texts("mailed_to", to)
              .put("subject", request.subject()));
    }
    session.say(
        (dryRun.on ? "dry run: nothing was sent; would send" : "sent")
            + " the report to "
            + String.join(", ", to)
            + ", from "
            + request.from().address());
    return ExitCode.OK;
  }

  private static void refuseUnlessTaken(SubmissionOutcome outcome) {
    switch (outcome) {
      case SubmissionOutcome.Accepted _ -> {}
      case SubmissionOutcome.Returned returned ->
          throw new Refusal(
              returned.cause().stopsTheRun() ? Refusal.Kind.DENIED : Refusal.Kind.TRY_AGAIN,
              "the report was not sent: " + returned.words(),
              "mailctl doctor");
      case SubmissionOutcome.Rejected rejected ->
          throw new Refusal(
              Refusal.Kind.CONFLICT,
              "the report was refused: " + rejected.words(),
              "mailctl doctor");
      case SubmissionOutcome.InDoubt doubt ->
          throw new Refusal(
              Refusal.Kind.TRY_AGAIN,
              "nobody knows whether the report was sent: " + doubt.words(),
              "look whether it arrived, then the same command again");
    }
  }
}
