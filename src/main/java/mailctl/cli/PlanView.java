package mailctl.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailctl.audience.RegistrationId;
import mailctl.delivery.BranchSample;
import mailctl.delivery.PlanDrift;
import mailctl.delivery.SendPlan;

/// A plan, and what became of one, in words and in JSON.
final class PlanView {
  private PlanView() {}

  static void print(SendPlan plan, Session session) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "plan %d: scheduled email %s (%s), %s",
        plan.id(),
        plan.email().id(),
        plan.email().name(),
        plan.email().standing());
    line(text, "content %s, audience %s", plan.contentFingerprint(), plan.audienceFingerprint());
    line(text, "");
    line(text, "%s of the event", Counts.of(plan.registrations(), "registration"));
    for (SendPlan.Clause clause : plan.clauses()) {
      line(
          text,
          "  %s: fits %s, %s left",
          clause.words(),
          Counts.number(clause.matching()),
          Counts.number(clause.left()));
    }
    plan.skipped()
        .forEach(
            (reason, count) ->
                line(text, "  skipped, %s: %s", Counts.words(reason), Counts.number(count)));
    line(text, "%s", Counts.of(plan.included(), "recipient"));
    plan.first()
        .forEach(
            (variant, count) ->
                line(text, "  variant %s first: %s", variant, Counts.number(count)));
    if (!plan.first().isEmpty()) {
      line(text, "  wait for the better variant: %s", Counts.number(plan.waiting()));
    }
    for (BranchSample branch : plan.branches()) {
      line(
          text,
          "  %s: %s, such as registration %s",
          branch.words(),
          Counts.number(branch.recipients()),
          ids(branch.samples()));
    }
    for (SendPlan.Missing missing : plan.missing()) {
      line(
          text,
          "  no value for %s: %s, such as registration %s",
          missing.placeholder(),
          Counts.number(missing.recipients()),
          ids(missing.samples()));
    }
    line(text, "%s", ending(plan));
    session.terminal().out().print(text);
    session.say("to send exactly this: mailctl send --plan " + plan.id());
    if (plan.binds()) {
      session.say("at its time exactly this is sent, or the email is held");
    }
  }

  private static String ending(SendPlan plan) {
    return plan.rate()
        .flatMap(
            rate ->
                plan.endsAt()
                    .map(
                        end ->
                            String.format(
                                Locale.ROOT,
                                "through by %s, begun at %s with %.1f a second (%s)",
                                end,
                                plan.startsAt(),
                                rate.perSecond(),
                                rate.words())))
        .orElse("when it is through is not known: nothing was sent yet and there is no budget");
  }

  private static String ids(List<RegistrationId> ids) {
    return String.join(", ", ids.stream().map(RegistrationId::toString).toList());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  static JsonObject json(SendPlan plan) {
    return Json.object()
        .put("plan_id", Long.toString(plan.id()))
        .id("scheduled_email_id", plan.email().id())
        .put("created_at", plan.createdAt())
        .put("content_fingerprint", plan.contentFingerprint())
        .put("audience_fingerprint", plan.audienceFingerprint())
        .put("registrations", plan.registrations())
        .list(
            "clauses",
            plan.clauses(),
            it ->
                Json.object()
                    .put("clause", it.words())
                    .put("matching", it.matching())
                    .put("left", it.left()))
        .put("included", plan.included())
        .map("skipped", new java.util.TreeMap<>(plan.skipped()))
        .list("branches", plan.branches(), PlanView::json)
        .map("variants_first", plan.first())
        .put("waiting_for_variant", plan.waiting())
        .list(
            "missing",
            plan.missing(),
            it ->
                Json.object()
                    .put("placeholder", it.placeholder())
                    .put("recipients", it.recipients())
                    .texts("registration_ids", texts(it.samples())))
        .put(
            "rate_per_second",
            plan.rate().map(it -> String.format(Locale.ROOT, "%.1f", it.perSecond())))
        .put("rate_source", plan.rate().map(SendPlan.Rate::words))
        .put("starts_at", plan.startsAt())
        .put("ends_at", plan.endsAt())
        .put("binds", plan.binds());
  }

  static JsonObject json(BranchSample branch) {
    return Json.object()
        .put("variant", branch.variant())
        .texts("decisions", branch.decisions())
        .put("recipients", branch.recipients())
        .texts("registration_ids", texts(branch.samples()));
  }

  private static List<String> texts(List<RegistrationId> ids) {
    return ids.stream().map(RegistrationId::toString).toList();
  }

  static void print(PlanDrift drift, Session session) {
    Table table = Table.of("DIFFERENCE", "REGISTRATION", "NOW");
    if (drift.content()) {
      table.row("content", "", "content or filter changed");
    }
    rows(table, "joined", drift.joinedFirst());
    rows(table, "left", drift.leftFirst());
    rows(table, "changed", drift.changedFirst());
    table.print(session.terminal());
  }

  private static void rows(Table table, String what, List<PlanDrift.Member> members) {
    members.forEach(it -> table.row(what, it.registration(), it.words()));
  }

  static JsonObject json(PlanDrift drift) {
    return Json.object()
        .put("plan_id", Long.toString(drift.plan()))
        .put("content_changed", drift.content())
        .put("joined", drift.joined())
        .list("joined_first", drift.joinedFirst(), PlanView::json)
        .put("left", drift.left())
        .list("left_first", drift.leftFirst(), PlanView::json)
        .put("changed", drift.changed())
        .list("changed_first", drift.changedFirst(), PlanView::json);
  }

  private static JsonObject json(PlanDrift.Member member) {
    return Json.object()
        .put("registration_id", Long.toString(member.registration()))
        .put("now", Optional.of(member.words()).filter(it -> !it.isEmpty()));
  }
}
