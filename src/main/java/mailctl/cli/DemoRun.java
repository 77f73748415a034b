package mailctl.cli;

import static java.util.Objects.requireNonNull;
import static mailctl.delivery.DeliveryStatus.SKIPPED;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailctl.app.App;
import mailctl.campaign.ScheduledEmail;
import mailctl.database.Refusal;
import mailctl.delivery.SendReport;
import mailctl.inspect.DeliveryStatus;
import mailctl.inspect.Inspector;
import mailctl.inspect.Statistics;
import mailctl.inspect.StatisticsScope;
import mailctl.sandbox.MailboxMessage;

/// The main job, step by step: import, send, receive, retry, opt out, send again.
final class DemoRun {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern LINK = Pattern.compile("<(http[^>]+/unsubscribe/[^>]+)>");

  /// What happened, for the report and the checks.
  record Outcome(
      DemoSamples.Imported imported,
      ScheduledEmail first,
      ScheduledEmail second,
      SendReport secondReport,
      String optedOut) {}

  private final DemoStage stage;
  private final Inspector inspector;
  private final DemoReport report;

  DemoRun(DemoStage stage, Inspector inspector, DemoReport report) {
    this.stage = requireNonNull(stage, "stage is null");
    this.inspector = requireNonNull(inspector, "inspector is null");
    this.report = requireNonNull(report, "report is null");
  }

  Outcome run() {
    App app = stage.app();
    DemoSamples.Imported imported = new DemoSamples(app).importFresh();
    report.step(
        "Imported the event '%s' (%s) with %d registrations and %d scheduled emails."
            .formatted(
                imported.event().title(),
                imported.event().slug(),
                imported.registrations(),
                imported.emails().size()));
    ScheduledEmail first = imported.email("Welcome");
    SendReport sent = send(first);
    report.step(
        "Sent '%s' to the %d of them that its filter selects, through SendGrid's API on the sandbox."
            .formatted(first.name(), sent.planned() - sent.progress().count(SKIPPED)));
    firstRound(first);
    report.step("SendGrid's signed events came in. Where that first round stands:");
    report.statistics(statistics(first));
    retries(first);
    report.step(
        "Blocked is not bounced: those went again on a schedule shortened from hours to seconds,"
            + " until they were delivered or had four tries.");
    String optedOut = optOut(first);
    report.step(
        "One recipient, %s, presses the unsubscribe link of that email.".formatted(optedOut));
    ScheduledEmail second = imported.email("Load-in details");
    SendReport secondReport = send(second);
    firstRound(second);
    retries(second);
    report.step(
        "Sent '%s', which skips whoever opted out, reported spam or bounced:"
            .formatted(second.name()));
    report.skipped(secondReport.skipped());
    return new Outcome(imported, first, second, secondReport, optedOut);
  }

  private SendReport send(ScheduledEmail email) {
    SendReport sent = stage.app().delivery().sendNow().send(email.id(), Optional.empty());
    sent.halt()
        .ifPresent(
            halt -> {
              throw new Refusal(
                  Refusal.Kind.UNAVAILABLE, "the sandbox stopped the demo: " + halt.words());
            });
    return sent;
  }

  /// Until everybody's first verdict is in.
  private void firstRound(ScheduledEmail email) {
    await(
        "the events of " + email.name(),
        () -> stage.isQuiet() && inspector.inbox().waiting() == 0 && open(email) == 0);
  }

  /// Sends what falls due of that email until nothing is to be tried again.
  private void retries(ScheduledEmail email) {
    await(
        "the retries of " + email.name(),
        () -> {
          stage.app().delivery().dispatch().email(email.id());
          return open(email) == 0
              && statistics(email).statuses().of(DeliveryStatus.RETRYING) == 0
              && inspector.inbox().waiting() == 0;
        });
  }

  private long open(ScheduledEmail email) {
    return statistics(email)
        .statuses()
        .of(
            DeliveryStatus.QUEUED,
            DeliveryStatus.SENDING,
            DeliveryStatus.SENT,
            DeliveryStatus.DEFERRED);
  }

  private Statistics statistics(ScheduledEmail email) {
    return inspector.statistics(new StatisticsScope.OfEmail(email.id().value()));
  }

  /// Somebody whose message was delivered and who did nothing so far.
  private String optOut(ScheduledEmail email) {
    List<MailboxMessage> messages = stage.mailbox().messages();
    for (MailboxMessage message : messages) {
      boolean plain =
          message.fate().equals("delivered")
              && stage.mailbox().to(message.to()).size() == 1
              && email.id().toString().equals(message.customArgs().get("scheduled_email_id"));
      Matcher link = LINK.matcher(message.headers().getOrDefault("List-Unsubscribe", ""));
      if (plain && link.find()) {
        int status = stage.press(URI.create(link.group(1)));
        if (status != 200) {
          throw new Refusal(
              Refusal.Kind.CONFLICT, "the unsubscribe link was answered with " + status);
        }
        return message.to();
      }
    }
    throw new IllegalStateException("no message with an unsubscribe link");
  }

  private static void await(String what, BooleanSupplier condition) {
    if (!Patience.until(PATIENCE, condition)) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          what + " did not come to an end within " + Times.amount(PATIENCE),
          "mailctl demo -v");
    }
  }
}
