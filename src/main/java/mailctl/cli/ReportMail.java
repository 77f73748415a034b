package mailctl.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Refusal;
import mailctl.doctor.ServerStore;
import mailctl.inspect.PeriodReport;
import mailctl.provider.EmailAddress;
import mailctl.provider.MailRequest;
import mailctl.provider.SubmissionOutcome;

/// Sends a report. It is no delivery: nothing of it is counted, and what SendGrid says of it later
/// is known by its reference and ignored.
final class ReportMail {
  /// As another installation's would be.
  private static final Map<String, String> NOBODYS = Map.of("mailctl_ref", "report00.1.1");

  private ReportMail() {}

  static ExitCode send(
      Session session, PeriodReport report, List<String> to, Optional<String> from, DryRun dryRun) {
    EmailAddress sender = address(from.orElseGet(() -> firstSender(session)));
    MailRequest request =
        new MailRequest(
            sender,
            Optional.empty(),
            ReportView.title(report),
            ReportPage.html(report),
            "",
            to.stream()
                .map(each -> new MailRequest.Recipient(address(each), Map.of(), NOBODYS, Map.of()))
                .toList());
    if (dryRun.on) {
      tell(session, to, true);
      return ExitCode.OK;
    }
    return switch (session.app().mailProvider().submit(request)) {
      case SubmissionOutcome.Accepted _ -> {
        tell(session, to, false);
        yield ExitCode.OK;
      }
      case SubmissionOutcome.Returned returned -> failed(returned.words());
      case SubmissionOutcome.Rejected rejected -> failed(rejected.words());
      case SubmissionOutcome.InDoubt doubt -> failed(doubt.words());
    };
  }

  private static ExitCode failed(String words) {
    throw new Refusal(
        Refusal.Kind.CONFLICT,
        "the report was not sent, or may not have been: " + words,
        "mailctl doctor");
  }

  private static void tell(Session session, List<String> to, boolean dry) {
    if (session.json()) {
      session.print(Json.object().put("dry_run", dry).texts("mailed_to", to));
    }
    session.say((dry ? "would send" : "sent") + " the report to " + String.join(", ", to));
    if (dry) {
      session.say("dry run: nothing was sent");
    }
  }

  private static String firstSender(Session session) {
    return session.app().database().transaction(ServerStore::senders).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.USAGE, "no organization could send the report", "--from ADDRESS"));
  }

  private static EmailAddress address(String text) {
    try {
      return new EmailAddress(text.strip(), "");
    } catch (IllegalArgumentException e) {
      throw new Refusal(Refusal.Kind.USAGE, "'" + text + "' is " + e.getMessage(), "");
    }
  }
}
