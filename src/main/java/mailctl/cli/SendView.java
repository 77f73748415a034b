package mailctl.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmailStatus;
import mailctl.delivery.Canary;
import mailctl.delivery.DeliveryStatus;
import mailctl.delivery.Dispatched;
import mailctl.delivery.ExperimentState;
import mailctl.delivery.SendReport;

/// What a `send` came to, in words and in JSON.
final class SendView {
  private final SendReport report;
  private final Optional<RegistrationId> only;

  SendView(SendReport report, Optional<RegistrationId> only) {
    this.report = report;
    this.only = only;
  }

  /// What is now true, and what was said about those that did not go out.
  void say(Session session, boolean stopped) {
    if (report.brokenOff()) {
      session.say(name() + " was not planned: nothing was changed");
      return;
    }
    session.say(name() + standing() + ": " + counts());
    for (SendReport.Trouble trouble : report.troubles()) {
      if (!trouble.words().isEmpty()) {
        session.say(
            "  "
                + Counts.words(trouble.status())
                + " "
                + Counts.number(trouble.deliveries())
                + ": "
                + trouble.words());
      }
    }
    report.canary().ifPresent(canary -> say(session, canary));
    report
        .experiment()
        .ifPresent(
            state ->
                session.say(
                    "  variants: "
                        + ExperimentView.verdict(state)
                        + "; mailctl schedule variants "
                        + report.email().id()));
    boolean explained =
        report
                .canary()
                .filter(it -> it.isProbing() || it.state() == Canary.State.FAILED)
                .isPresent()
            || report.experiment().filter(ExperimentState::isRunning).isPresent();
    if (report.halt().isEmpty() && waiting() > 0 && !explained && !stopped) {
      session.say("  " + Counts.of(waiting(), "recipient") + " not called yet" + rest());
    }
  }

  private String rest() {
    return switch (report.email().status()) {
      case PAUSED -> ", until mailctl schedule resume " + report.email().id();
      case HELD -> ", until mailctl send --id " + report.email().id();
      case SCHEDULED -> ", until their time";
      case SENDING, SENT, FAILED, ACTIVE, CANCELLED ->
          ", or by another process: the next sweep goes on";
    };
  }

  private void say(Session session, Canary canary) {
    session.say("  canary: " + CanaryView.words(canary));
    String next = CanaryView.next(canary, report.email().id());
    if (!next.isEmpty()) {
      session.say("  " + next);
    }
  }

  /// Before anything is sent.
  String plan() {
    long recipients = report.progress().count(DeliveryStatus.QUEUED);
    String skipped = new Counts().add("skipped", skippedInAll(), skipped()).toString();
    return name()
        + " would go to "
        + Counts.of(recipients, "recipient")
        + (skipped.isEmpty() ? "" : ", " + skipped)
        + report
            .canary()
            .filter(Canary::isProbing)
            .map(it -> "; " + Counts.number(it.recipients()) + " of them first")
            .orElse("");
  }

  JsonObject json(boolean dryRun) {
    Map<String, Long> deliveries = new LinkedHashMap<>();
    report.progress().byStatus().forEach((status, count) -> deliveries.put(word(status), count));
    JsonObject json =
        Json.object()
            .id("scheduled_email_id", report.email().id())
            .put("name", report.email().name())
            .put("status", report.email().status())
            .put("registration_id", only.map(RegistrationId::toString))
            .put("planned", report.planned())
            .map("deliveries", deliveries)
            .map("skipped", new java.util.TreeMap<>(report.skipped()))
            .put("run", run(report.run()))
            .list(
                "troubles",
                report.troubles(),
                trouble ->
                    Json.object()
                        .put("status", trouble.status())
                        .put("reason", trouble.words())
                        .put("deliveries", trouble.deliveries()))
            .put("dry_run", dryRun);
    report.nextQueuedAt().ifPresent(at -> json.put("next_due_at", at));
    report.canary().ifPresent(canary -> json.put("canary", CanaryView.json(canary)));
    report.experiment().ifPresent(state -> json.put("experiment", ExperimentView.json(state)));
    return json.put("halt", report.halt().map(Halts::json));
  }

  static JsonObject run(Dispatched run) {
    return Json.object()
        .put("sent", run.accepted())
        .put("failed", run.rejected())
        .put("in_doubt", run.inDoubt())
        .put("skipped", run.skipped());
  }

  boolean hasTrouble() {
    return report.progress().count(DeliveryStatus.FAILED) > 0
        || report.progress().count(DeliveryStatus.IN_DOUBT) > 0
        || report.progress().count(DeliveryStatus.BOUNCED) > 0
        || report.progress().count(DeliveryStatus.DROPPED) > 0;
  }

  long waiting() {
    return report.progress().count(DeliveryStatus.QUEUED)
        + report.progress().count(DeliveryStatus.SENDING);
  }

  private String name() {
    return "scheduled email "
        + report.email().id()
        + " ("
        + report.email().name()
        + ")"
        + only.map(id -> " to registration " + id).orElse("");
  }

  private String standing() {
    if (report.planned() == 0 && report.run().isNothing() && waiting() == 0) {
      return report.progress().audience() == 0
          ? " has nobody to go to"
          : " was " + (isFailed() ? "tried" : "sent") + " before, nothing is left to do";
    }
    return only.isPresent() ? "" : " is " + report.email().standing();
  }

  private boolean isFailed() {
    return report.email().status() == ScheduledEmailStatus.FAILED;
  }

  private Counts counts() {
    Counts counts = new Counts();
    report
        .progress()
        .byStatus()
        .forEach(
            (status, count) ->
                counts.add(
                    Counts.words(status),
                    count,
                    status == DeliveryStatus.SKIPPED ? skipped() : ""));
    return counts.isEmpty() ? counts.add("recipients", 0) : counts;
  }

  private long skippedInAll() {
    return report.progress().count(DeliveryStatus.SKIPPED);
  }

  private String skipped() {
    return report.skipped().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> Counts.number(entry.getValue()) + " " + Counts.words(entry.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String word(DeliveryStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
