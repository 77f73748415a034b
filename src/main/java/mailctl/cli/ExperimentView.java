package mailctl.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailctl.campaign.Experiment;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.Variant;
import mailctl.delivery.ExperimentReport;
import mailctl.delivery.ExperimentState;
import mailctl.delivery.Interval;
import mailctl.delivery.VariantNumbers;

/// The versions of an email and how they do, in words and in JSON.
final class ExperimentView {
  private ExperimentView() {}

  static ExperimentReport read(Session session, ScheduledEmailId id) {
    return session
        .app()
        .database()
        .transaction(tx -> session.app().delivery().experiments().report(tx, id));
  }

  static void print(ExperimentReport report, Terminal terminal) {
    Table versions = Table.of("VARIANT", "WEIGHT", "SUBJECT", "OWN").flexible("SUBJECT");
    for (Variant variant : report.experiment().variants()) {
      versions.row(
          variant.name(),
          variant.weight().map(it -> it + "%").orElse("-"),
          variant.in(report.email().content()).subject(),
          own(variant));
    }
    versions.print(terminal);
    terminal.out().println();
    terminal.out().println(terms(report.experiment().terms()));
    terminal.out().println(verdict(report));
  }

  /// The numbers, and what they say.
  static void statistics(ExperimentReport report, Terminal terminal) {
    Table table =
        Table.of(
            "VARIANT",
            "WHO",
            "PLANNED",
            "SENT",
            "DELIVERED",
            "OPENED",
            "CLICKED",
            "LINK",
            "COMPLAINED",
            "UNSUBSCRIBED",
            "RATE",
            "95% FROM",
            "TO");
    report.first().forEach(each -> row(table, report, each, "first"));
    report.rest().forEach(each -> row(table, report, each, "rest"));
    table.print(terminal);
    terminal.out().println();
    terminal.out().println(verdict(report));
  }

  private static void row(
      Table table, ExperimentReport report, VariantNumbers numbers, String who) {
    Interval interval = report.interval(numbers);
    table.row(
        numbers.variant().isEmpty() ? "-" : numbers.variant(),
        who,
        numbers.planned(),
        numbers.sent(),
        numbers.delivered(),
        numbers.opened(),
        numbers.clicked(),
        numbers.linked(),
        numbers.complained(),
        numbers.unsubscribed(),
        percent(numbers.rate(report.experiment().terms().metric())),
        percent(interval.low()),
        percent(interval.high()));
  }

  /// "a, b or c; not started": which there are and how it stands.
  static String names(ExperimentReport report) {
    return report.experiment().names() + "; " + verdict(report);
  }

  private static String own(Variant variant) {
    List<String> parts =
        List.of(
            variant.subject().isPresent() ? "subject" : "",
            variant.html().isPresent() ? "html" : "",
            variant.text().isPresent() ? "text" : "");
    String words = String.join(", ", parts.stream().filter(it -> !it.isEmpty()).toList());
    return words.isEmpty() ? "nothing" : words;
  }

  private static String terms(Experiment.Terms terms) {
    return "%s%% go first; by %s%s, alpha %s, at least %s sent of each, within %s, stopped by more than %s%% complaints"
        .formatted(
            terms.share().toPlainString(),
            terms.metric().text(),
            terms.link().map(it -> " " + it).orElse(""),
            terms.alpha().toPlainString(),
            Counts.number(terms.minRecipients()),
            time(terms),
            terms.maxComplaints().toPlainString());
  }

  private static String time(Experiment.Terms terms) {
    long minutes = terms.deadline().toMinutes();
    return minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
  }

  /// How it stands, in a sentence.
  static String verdict(ExperimentReport report) {
    return report.state().map(state -> verdict(report, state)).orElse("not started");
  }

  private static String verdict(ExperimentReport report, ExperimentState state) {
    return switch (state.stage()) {
      case RUNNING ->
          "running until "
              + state.deadlineAt()
              + ": "
              + report.leader().map(it -> it + " leads").orElse("nothing was sent")
              + ", p = "
              + report.figure()
              + " ("
              + report.experiment().terms().alpha().toPlainString()
              + " decides)"
              + excluded(report)
              + "; "
              + Counts.number(report.waiting())
              + " wait";
      case DECIDED, NO_WINNER, STOPPED -> verdict(state);
    };
  }

  private static String excluded(ExperimentReport report) {
    return report.excluded().isEmpty()
        ? ""
        : "; too many complaints to win: " + String.join(", ", report.excluded());
  }

  /// Without the numbers of now.
  static String verdict(ExperimentState state) {
    String rest = state.restGets().map(it -> "; the rest gets " + it).orElse("");
    String by = state.decidedBy().map(it -> " (by " + it + ")").orElse("");
    return switch (state.stage()) {
      case RUNNING -> "running until " + state.deadlineAt();
      case DECIDED -> state.winner().orElse("") + " won" + by + ": " + state.words();
      case NO_WINNER -> "no winner" + by + ": " + state.words() + rest;
      case STOPPED -> "stopped" + by + ": " + state.words() + rest;
    };
  }

  static JsonObject json(ExperimentState state) {
    return Json.object()
        .put("state", state.stage())
        .put("started_at", state.startedAt())
        .put("deadline_at", state.deadlineAt())
        .put("winner", state.winner())
        .put("rest_gets", state.restGets())
        .put("words", Optional.of(state.words()).filter(it -> !it.isEmpty()))
        .put("decided_at", state.decidedAt())
        .put("decided_by", state.decidedBy());
  }

  static JsonObject json(ExperimentReport report) {
    Experiment.Terms terms = report.experiment().terms();
    JsonObject json =
        Json.object()
            .id("scheduled_email_id", report.email().id())
            .put("state", report.state().map(it -> it.stage().name().toLowerCase(Locale.ROOT)));
    if (report.experiment().isNone()) {
      return json.list("variants", List.<Variant>of(), _ -> Json.object());
    }
    json.put("share_percent", terms.share().doubleValue())
        .put("metric", terms.metric())
        .put("link", terms.link())
        .put("alpha", terms.alpha().doubleValue())
        .put("min_recipients", terms.minRecipients())
        .duration("deadline", terms.deadline())
        .put("max_complaints_percent", terms.maxComplaints().doubleValue());
    report
        .state()
        .ifPresent(
            state ->
                json.put("started_at", state.startedAt())
                    .put("deadline_at", state.deadlineAt())
                    .put("waiting", report.waiting())
                    .put("leader", report.leader())
                    .put("p", report.p())
                    .texts("excluded", report.excluded())
                    .put("winner", state.winner())
                    .put("rest_gets", state.restGets())
                    .put("words", Optional.of(state.words()).filter(it -> !it.isEmpty()))
                    .put("decided_at", state.decidedAt())
                    .put("decided_by", state.decidedBy())
                    .put("carried_out", state.carriedOut()));
    return json.put("verdict", verdict(report))
        .list("variants", report.experiment().variants(), it -> json(report, it))
        .list("first", report.first(), it -> json(report, it))
        .list("rest", report.rest(), it -> json(report, it));
  }

  private static JsonObject json(ExperimentReport report, Variant variant) {
    return Json.object()
        .put("variant", variant.name())
        .put("weight", variant.weight())
        .put("subject", variant.in(report.email().content()).subject());
  }

  private static JsonObject json(ExperimentReport report, VariantNumbers numbers) {
    Interval interval = report.interval(numbers);
    return Json.object()
        .put("variant", Optional.of(numbers.variant()).filter(it -> !it.isEmpty()))
        .put("planned", numbers.planned())
        .put("sent", numbers.sent())
        .put("delivered", numbers.delivered())
        .put("failed", numbers.failed())
        .put("opened", numbers.opened())
        .put("clicked", numbers.clicked())
        .put("linked", numbers.linked())
        .put("complained", numbers.complained())
        .put("unsubscribed", numbers.unsubscribed())
        .put("rate", rounded(numbers.rate(report.experiment().terms().metric())))
        .put("rate_low", rounded(interval.low()))
        .put("rate_high", rounded(interval.high()));
  }

  private static double rounded(double value) {
    return Math.round(value * 1e6) / 1e6;
  }

  private static String percent(double rate) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * rate);
  }
}
