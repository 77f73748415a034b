package mailctl.cli;

import java.util.Optional;
import mailctl.inspect.AttemptHistory;
import mailctl.inspect.DeliveryHistory;
import mailctl.inspect.PastHistory;

/// The whole history of a delivery, for programs.
final class HistoryJson {
  private HistoryJson() {}

  static JsonObject of(DeliveryHistory history, VisitVerdicts verdicts) {
    return fields(history, verdicts).put("next", history.next());
  }

  static JsonObject of(PastHistory past, VisitVerdicts verdicts) {
    return fields(past.history(), verdicts)
        .put("as_of", past.asOf())
        .put("history_complete_since", past.historySince());
  }

  private static JsonObject fields(DeliveryHistory history, VisitVerdicts verdicts) {
    return Json.object()
        .put("delivery", DeliveryView.json(history.delivery()))
        .put("inputs", inputs(history.inputs()))
        .list("attempts", history.attempts(), HistoryJson::attempt)
        .list("provider_events", history.events(), event -> event(event, verdicts))
        .list("suppressions", history.suppressions(), HistoryJson::suppression)
        .put("mailed_twice_with_attempt", history.mailedTwiceWith());
  }

  private static JsonObject inputs(DeliveryHistory.Inputs inputs) {
    return Json.object()
        .put("organization_slug", inputs.organizationSlug())
        .id("event_id", inputs.eventId())
        .put("scheduled_email_status", inputs.emailStatus())
        .put("scheduled_email_status_reason", inputs.emailStatusReason())
        .id("registration_id", inputs.registrationId())
        .put("registration_name", inputs.registrationName())
        .put("occurrence", inputs.occurrence())
        .put("created_at", inputs.createdAt())
        .put("skip_reason", inputs.skipReason())
        .put("skip_detail", present(inputs.skipDetail()))
        .put("cancelled_at", inputs.cancelledAt())
        .put("not_before", inputs.notBefore())
        .put("resend_at", inputs.resendAt())
        .put("batch_limit", inputs.batchLimit())
        .put("variant", inputs.variant())
        .put("tested", inputs.variant().map(_ -> inputs.tested()));
  }

  private static JsonObject attempt(AttemptHistory attempt) {
    AttemptHistory.Request request = attempt.submission();
    AttemptHistory.Facts facts = attempt.facts();
    return Json.object()
        .put("number", attempt.number())
        .put("origin", attempt.origin())
        .put("address", attempt.address())
        .put(
            "submission",
            Json.object()
                .id("id", request.id())
                .put("state", request.state())
                .put("message_id", request.messageId())
                .put("detail", present(request.detail()))
                .put("recipients", request.recipients())
                .put("claimed_at", request.claimedAt())
                .put("lease_until", request.leaseUntil())
                .put("called_at", request.calledAt())
                .put("settled_at", request.settledAt()))
        .put("rejection", attempt.rejection())
        .put("outcome", attempt.outcome().map(HistoryJson::outcome))
        .put("opens", facts.opens().count())
        .put("first_opened_at", facts.opens().first())
        .put("last_opened_at", facts.opens().last())
        .put("machine_opens", facts.machineOpens().count())
        .put("first_machine_opened_at", facts.machineOpens().first())
        .put("last_machine_opened_at", facts.machineOpens().last())
        .put("clicks", facts.clicks().count())
        .put("first_clicked_at", facts.clicks().first())
        .put("last_clicked_at", facts.clicks().last())
        .put("machine_clicks", facts.machineClicks().count())
        .put("first_machine_clicked_at", facts.machineClicks().first())
        .put("last_machine_clicked_at", facts.machineClicks().last())
        .put("spam_reported_at", facts.spamReportedAt())
        .put("unsubscribed_at", facts.unsubscribedAt());
  }

  private static JsonObject outcome(AttemptHistory.Outcome outcome) {
    return Json.object()
        .put("kind", outcome.kind())
        .put("at", outcome.at())
        .put("block_class", outcome.blockClass())
        .put("reason", outcome.reason());
  }

  private static JsonObject event(DeliveryHistory.EventLine event, VisitVerdicts verdicts) {
    return Json.object()
        .put("type", event.type())
        .put("occurred_at", event.occurredAt())
        .put("received_at", event.receivedAt())
        .put("attempt", event.attempt())
        .put("block_class", event.blockClass())
        .put("reason", event.reason())
        .put("smtp_status", event.smtpStatus())
        .put("machine", event.machine())
        .put("machine_evidence", verdicts.of(event))
        .put("url", event.url())
        .put("user_agent", event.userAgent());
  }

  private static JsonObject suppression(DeliveryHistory.SuppressionLine line) {
    return Json.object()
        .id("id", line.id())
        .put("scope", line.scope())
        .put("reason", line.reason())
        .put("source", line.source())
        .put("evidence", line.evidence())
        .put("suppressed_at", line.suppressedAt())
        .put("active", line.active())
        .put("lifted_at", line.liftedAt());
  }

  private static Optional<String> present(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }
}
