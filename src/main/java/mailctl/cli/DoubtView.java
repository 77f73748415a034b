package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailctl.inspect.DoubtfulSubmission;
import mailctl.inspect.SettledDoubt;

/// Requests in doubt and what settled them, for people and for programs.
final class DoubtView {
  private final Times times;
  private final boolean asksLogs;
  private final Duration after;

  /// @param asksLogs whether the Email Logs are asked
  /// @param after how old a doubt is by then
  DoubtView(Times times, boolean asksLogs, Duration after) {
    this.times = requireNonNull(times, "times is null");
    this.asksLogs = asksLogs;
    this.after = requireNonNull(after, "after is null");
  }

  Table table(List<DoubtfulSubmission> doubts) {
    Table table =
        Table.of(
            "REQUEST", "AGE", "EMAIL", "EVENT", "RECIPIENTS", "IN DOUBT", "WHO", "WHY", "SETTLES");
    for (DoubtfulSubmission doubt : doubts) {
      table.row(
          doubt.id(),
          Times.amount(doubt.age()),
          doubt.scheduledEmailId(),
          doubt.eventSlug(),
          doubt.recipients(),
          doubt.stillInDoubt(),
          who(doubt),
          doubt.detail(),
          settles(doubt));
    }
    return table;
  }

  private static String who(DoubtfulSubmission doubt) {
    int more = doubt.recipients() - doubt.addresses().size();
    return String.join(", ", doubt.addresses()) + (more > 0 ? " and " + more + " more" : "");
  }

  private String settles(DoubtfulSubmission doubt) {
    String logs =
        !asksLogs
            ? ""
            : doubt
                .logs()
                .map(
                    asked ->
                        ", the Email Logs (asked "
                            + times.show(asked.askedAt())
                            + ": "
                            + asked.words()
                            + ")")
                .orElse(", the Email Logs when it is " + Times.amount(after) + " old");
    return "an event" + logs + ", or a person";
  }

  JsonObject json(DoubtfulSubmission doubt) {
    String resolve = "mailctl resolve " + doubt.id();
    return Json.object()
        .id("submission_id", doubt.id())
        .id("scheduled_email_id", doubt.scheduledEmailId())
        .put("scheduled_email_name", doubt.emailName())
        .put("event_slug", doubt.eventSlug())
        .put("recipients", doubt.recipients())
        .put("still_in_doubt", doubt.stillInDoubt())
        .texts("first_addresses", doubt.addresses())
        .put("called_at", doubt.calledAt())
        .duration("age", doubt.age())
        .put("detail", Optional.of(doubt.detail()).filter(detail -> !detail.isEmpty()))
        .texts(
            "settled_by",
            asksLogs
                ? List.of("provider_event", "email_logs", "person")
                : List.of("provider_event", "person"))
        .put("email_logs_asked_at", doubt.logs().map(DoubtfulSubmission.Inquiry::askedAt))
        .put("email_logs_said", doubt.logs().map(DoubtfulSubmission.Inquiry::words))
        .texts(
            "resolve", List.of(resolve + " --sent", resolve + " --resend", resolve + " --give-up"));
  }

  static Table table(List<SettledDoubt> doubts, Times times) {
    Table table =
        Table.of(
            "WHEN", "REQUEST", "EMAIL", "EVENT", "RECIPIENTS", "BECAME", "BY", "TWICE", "WORDS");
    for (SettledDoubt doubt : doubts) {
      table.row(
          times.show(doubt.at()),
          doubt.submissionId(),
          doubt.scheduledEmailId(),
          doubt.eventSlug(),
          doubt.recipients(),
          Counts.words(doubt.became()),
          doubt.who() + " (" + Counts.words(doubt.kind()) + ")",
          doubt.mailedTwice(),
          doubt.words());
    }
    return table;
  }

  static JsonObject json(SettledDoubt doubt) {
    return Json.object()
        .id("submission_id", doubt.submissionId())
        .id("scheduled_email_id", doubt.scheduledEmailId())
        .put("event_slug", doubt.eventSlug())
        .put("recipients", doubt.recipients())
        .put("evidence", doubt.kind())
        .put("became", doubt.became())
        .put("state", doubt.state())
        .put("who", doubt.who())
        .put("words", doubt.words())
        .put("at", doubt.at())
        .put("mailed_twice", doubt.mailedTwice());
  }
}
