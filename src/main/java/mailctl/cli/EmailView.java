package mailctl.cli;

import java.util.List;
import java.util.Optional;
import mailctl.audience.Event;
import mailctl.audience.RecipientFilter;
import mailctl.campaign.DueTime;
import mailctl.campaign.EventInZone;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailStatus;
import mailctl.campaign.StatusReason;
import mailctl.campaign.Trigger;
import mailctl.database.Refusal;
import org.jspecify.annotations.Nullable;

/// Scheduled emails in tables, sentences and JSON.
final class EmailView {
  private EmailView() {}

  static Table table(List<EmailRow> rows) {
    Table table =
        Table.of("ID", "EVENT", "NAME", "STATUS", "DUE", "UTC", "LATE", "SHIFTED FROM")
            .flexible("NAME");
    rows.forEach(
        row ->
            table.row(
                row.email().id(),
                row.event().event().slug(),
                row.email().name(),
                row.email().standing(),
                row.email().dueAt().map(at -> LocalTimes.local(at, row.event().zone())).orElse("-"),
                row.email().dueAt().map(Object::toString).orElse("-"),
                row.late().isPresent() ? row.lateWords() : "-",
                row.shiftedFrom().map(at -> LocalTimes.local(at, row.event().zone())).orElse("-")));
    return table;
  }

  /// "scheduled email 3 'Load-in details'".
  static String name(ScheduledEmail email) {
    return "scheduled email " + email.id() + " '" + email.name() + "'";
  }

  /// "scheduled email 3 'Load-in details' is scheduled: due …": what is now true of it.
  static String sentence(EmailRow row) {
    ScheduledEmail email = row.email();
    String due =
        email.dueAt().map(at -> ", due " + LocalTimes.both(at, row.event().zone())).orElse("");
    String late = row.late().isPresent() ? ", " + row.lateWords() : "";
    return name(email) + " is " + email.standing() + due + shifted(row) + late + why(row);
  }

  private static String shifted(EmailRow row) {
    return row.shiftedFrom()
        .map(at -> " (shifted from " + LocalTimes.local(at, row.event().zone()) + ")")
        .orElse("");
  }

  /// What a pause waits for, and how to end it.
  private static String why(EmailRow row) {
    ScheduledEmail email = row.email();
    Event event = row.event().event();
    if (email.status() == ScheduledEmailStatus.ACTIVE) {
      return ": it goes out " + email.trigger();
    }
    if (email.pausedFor(StatusReason.Pause.EVENT_NOT_LIVE)) {
      String lacks =
          missing(email, row.event())
              .map(date -> ", and has no " + date.dayPhrase() + " (" + option(date) + ")")
              .orElse("");
      return ": event %s is %s%s; when it goes live: mailctl event go-live %s"
          .formatted(event.slug(), Choice.word(event.status()), lacks, event.slug());
    }
    if (email.reason().filter(StatusReason.Hold.CANARY::equals).isPresent()) {
      return ": too many of the first recipients; mailctl schedule show " + email.id();
    }
    if (email.reason().filter(StatusReason.Hold.PLAN_DRIFT::equals).isPresent()) {
      return ": it is not what was planned any more; mailctl schedule show " + email.id();
    }
    if (email.reason().filter(StatusReason.Hold.COMPLAINTS::equals).isPresent()) {
      return ": too many complaints about its variants; mailctl send --id %1$s sends the rest all the same"
          .formatted(email.id());
    }
    if (email.reason().filter(StatusReason.Hold.LATE::equals).isPresent()) {
      return ": mailctl send --id " + email.id() + " sends it all the same";
    }
    if (!email.pausedFor(StatusReason.Pause.NO_DATE)) {
      return "";
    }
    return missing(email, row.event())
        .map(
            date ->
                ": event %s has no %s; when there is one: mailctl event update %s %s DATE"
                    .formatted(event.slug(), date.dayPhrase(), event.slug(), option(date)))
        .orElse("");
  }

  private static Optional<Trigger.Base> missing(ScheduledEmail email, EventInZone event) {
    return email.dueAt().isEmpty()
            && due(email, event) instanceof DueTime.Missing(Trigger.Base date)
        ? Optional.of(date)
        : Optional.empty();
  }

  /// None where another application wrote a trigger that does not read.
  private static @Nullable DueTime due(ScheduledEmail email, EventInZone event) {
    try {
      return DueTime.of(Trigger.parse(email.trigger()), event.event(), event.zone());
    } catch (Refusal _) {
      return null;
    }
  }

  /// Whether it cannot be dated, as its event lacks the date that its trigger counts from.
  static boolean lacksDate(ScheduledEmail email, EventInZone event) {
    return missing(email, event).isPresent();
  }

  /// "payment deadline", when the event lacks that.
  static Optional<String> missingDate(ScheduledEmail email, EventInZone event) {
    return missing(email, event).map(Trigger.Base::dayPhrase);
  }

  private static String option(Trigger.Base date) {
    return switch (date) {
      case EVENT, EVENT_END, APPLICATIONS_OPEN -> "--event-date";
      case APPLICATION_DEADLINE -> "--application-deadline";
      case PAYMENT_DEADLINE -> "--payment-deadline";
    };
  }

  static void warn(Session session, ScheduledEmail email) {
    warnings(email).forEach(warning -> session.say("warning: " + warning));
  }

  static List<String> warnings(ScheduledEmail email) {
    return email.lacksUnsubscribeLink()
        ? List.of(
            "promotional email '" + email.name() + "' has no {{unsubscribe_link}} in its body")
        : List.of();
  }

  static JsonObject json(EmailRow row) {
    ScheduledEmail email = row.email();
    JsonObject json =
        Json.object()
            .id("id", email.id())
            .id("event_id", email.event())
            .put("event", row.event().event().slug())
            .put("name", email.name())
            .put("kind", email.kind())
            .put("status", email.status())
            .put("status_reason", email.reason().map(StatusReason::text))
            .put("trigger", email.trigger())
            .put("answers", email.answers())
            .put("due_at", email.dueAt())
            .put(
                "due_local",
                email.dueAt().map(at -> at.atZone(row.event().zone()).toOffsetDateTime()))
            .put("shifted_from", row.shiftedFrom())
            .put("time_zone", row.event().zone().getId());
    row.late().ifPresent(late -> json.duration("late", late));
    return json.put("late", row.late().map(late -> row.lateWords()))
        .put("subject", email.subject())
        .map("filter", RecipientFilter.ofJson(email.filter()).toMap())
        .put("released_at", email.releasedAt())
        .put("started_at", email.startedAt())
        .put("planned_at", email.plannedAt())
        .put("finished_at", email.finishedAt());
  }

  /// With its content.
  static JsonObject whole(EmailRow row) {
    ScheduledEmail email = row.email();
    return json(row)
        .put("html", Optional.of(email.html()).filter(html -> !html.isEmpty()))
        .put("text", Optional.of(email.text()).filter(text -> !text.isEmpty()));
  }
}
