package mailctl.cli;

import java.util.List;
import mailctl.audience.FilterClause;
import mailctl.audience.Registration;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.StatusReason;
import mailctl.delivery.VisitJudge;
import mailctl.suppression.ErasureStore;
import mailctl.why.Answer;
import mailctl.why.Chain;
import mailctl.why.Promise;

/// The chain from registration to mailbox, for programs.
final class WhyJson {
  private final VisitJudge judge;

  WhyJson(VisitJudge judge) {
    this.judge = judge;
  }

  JsonObject of(Answer answer, List<SuppressionView.Row> suppressions) {
    return Json.object()
        .put("address", answer.address())
        .put("erased_at", answer.erased().map(ErasureStore.Erased::at))
        .put("erased_by", answer.erased().map(ErasureStore.Erased::by))
        .list("suppressions", suppressions, SuppressionView::json)
        .list("emails", answer.chains(), this::chain);
  }

  private JsonObject chain(Chain chain) {
    return Json.object()
        .put("got", chain.verdict().got())
        .put("because", chain.verdict().because())
        .put("next", chain.verdict().next())
        .put("scheduled_email", email(chain.email()))
        .put("event_slug", chain.event().slug())
        .put("event_status", chain.event().status())
        .put("registration", chain.person().map(WhyJson::person))
        .list("filter", chain.clauses(), WhyJson::clause)
        .list("plans", chain.promises(), WhyJson::promise)
        .list(
            "deliveries",
            chain.deliveries(),
            history -> HistoryJson.of(history, new VisitVerdicts(judge, history.events())));
  }

  private static JsonObject email(ScheduledEmail email) {
    return Json.object()
        .id("id", email.id())
        .put("name", email.name())
        .put("kind", email.kind())
        .put("status", email.status())
        .put("status_reason", email.reason().map(StatusReason::text))
        .put("trigger", email.trigger())
        .put("due_at", email.dueAt())
        .put("planned_at", email.plannedAt());
  }

  private static JsonObject person(Chain.Person person) {
    Registration registration = person.registration();
    return Json.object()
        .id("id", registration.id())
        .put("name", registration.name())
        .put("status", registration.status())
        .put("category", registration.category())
        .put("payment_status", registration.paymentStatus())
        .map("attributes", registration.attributes())
        .put("created_at", person.createdAt())
        .put("updated_at", person.updatedAt());
  }

  private static JsonObject promise(Promise promise) {
    return Json.object()
        .put("plan_id", Long.toString(promise.plan()))
        .put("created_at", promise.createdAt())
        .put("promised", promise.place())
        .put("skip_reason", promise.skipReason())
        .put("sent_at", promise.sentAt())
        .put("binds", promise.binds());
  }

  private static JsonObject clause(FilterClause clause) {
    return Json.object()
        .put("key", clause.key())
        .texts("wanted", clause.wanted())
        .put("actual", clause.actual())
        .put("holds", clause.holds());
  }
}
