package mailctl.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.app.Sweep;
import mailctl.delivery.DueWork;
import mailctl.webhook.Pass;

/// What a sweep did, or would do, in words and in JSON.
final class SweepView {
  private SweepView() {}

  static String sentence(Sweep.Report report) {
    Pass inbox = report.inbox();
    Counts counts =
        new Counts()
            .add("webhook posts processed", inbox.posts())
            .add("events applied", inbox.applied() + report.matched().applied())
            .add("events parked", inbox.parkedEvents())
            .add("posts parked", inbox.parkedPosts())
            .add("posts to be tried again", inbox.failedPosts())
            .add("submissions taken over", report.takenOver())
            .add("doubts proven sent", report.doubts().accepted())
            .add("doubts proven lost", report.doubts().returned())
            .add("doubts left by the Email Logs", report.doubts().left())
            .add("emails moved with their events", report.followed())
            .add("deliveries of standing emails", report.answered())
            .add("canaries passed", report.canaries().passed())
            .add("emails held for their canaries", report.canaries().held())
            .add("variants decided", report.experiments().decided())
            .add("emails held for complaints", report.experiments().stopped())
            .add("emails started", report.emails().planned())
            .add("emails held", report.emails().held())
            .add("emails paused", report.emails().paused())
            .add("sent", report.dispatched().accepted())
            .add("failed", report.dispatched().rejected())
            .add("in doubt", report.dispatched().inDoubt())
            .add("skipped", report.dispatched().skipped())
            .add("emails finished", report.finished());
    return counts.isEmpty() ? "nothing was due" : counts.toString();
  }

  static JsonObject json(Sweep.Report report) {
    Pass inbox = report.inbox();
    return Json.object()
        .put(
            "inbox",
            Json.object()
                .put("posts", inbox.posts())
                .put("events", inbox.events())
                .put("applied", inbox.applied())
                .put("duplicates", inbox.duplicates())
                .put("ignored", inbox.ignored())
                .put("parked_events", inbox.parkedEvents())
                .put("parked_posts", inbox.parkedPosts())
                .put("failed_posts", inbox.failedPosts()))
        .put(
            "matched",
            Json.object()
                .put("looked", report.matched().looked())
                .put("applied", report.matched().applied())
                .put("still_parked", report.matched().stillParked()))
        .put("taken_over", report.takenOver())
        .put(
            "doubts",
            Json.object()
                .put("accepted", report.doubts().accepted())
                .put("returned", report.doubts().returned())
                .put("left", report.doubts().left()))
        .put(
            "emails",
            Json.object()
                .put("followed", report.followed())
                .put("started", report.emails().planned())
                .put("answered_deliveries", report.answered())
                .put("canaries_passed", report.canaries().passed())
                .put("canaries_failed", report.canaries().held())
                .put("experiments_decided", report.experiments().decided())
                .put("experiments_stopped", report.experiments().stopped())
                .put("held", report.emails().held())
                .put("paused", report.emails().paused())
                .put("finished", report.finished()))
        .put("deliveries", SendView.run(report.dispatched()))
        .put("halt", report.dispatched().halt().map(Halts::json))
        .put("dry_run", false);
  }

  static Table table(List<DueWork.Email> emails, List<DueWork.Deliveries> due, Times times) {
    Table table = Table.of("EMAIL", "EVENT", "DUE", "WOULD", "RECIPIENTS", "NAME");
    emails.forEach(
        email ->
            table.row(
                email.id(),
                email.event(),
                times.show(email.dueAt()),
                Counts.words(email.verdict()),
                email.recipients(),
                email.name()));
    for (DueWork.Deliveries each : due) {
      row(table, each, "go on", each.queued(), times);
      row(table, each, "retry", each.retrying(), times);
    }
    return table;
  }

  private static void row(
      Table table, DueWork.Deliveries due, String would, long count, Times times) {
    if (count > 0) {
      Optional<Instant> now = Optional.empty();
      table.row(due.email(), due.event(), times.show(now), would, count, due.name());
    }
  }

  static JsonObject json(List<DueWork.Email> emails, List<DueWork.Deliveries> due) {
    return Json.object()
        .list(
            "emails",
            emails,
            email ->
                Json.object()
                    .id("scheduled_email_id", email.id())
                    .put("name", email.name())
                    .put("event", email.event())
                    .put("due_at", email.dueAt())
                    .put("action", email.verdict())
                    .put("recipients", email.recipients()))
        .list(
            "deliveries",
            due,
            each ->
                Json.object()
                    .id("scheduled_email_id", each.email())
                    .put("name", each.name())
                    .put("event", each.event())
                    .put("queued", each.queued())
                    .put("retrying", each.retrying()))
        .put("dry_run", true);
  }
}
