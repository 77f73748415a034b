package mailctl.cli;

import java.util.Optional;
import mailctl.backfill.Backfill;
import mailctl.backfill.SourceReport;

/// What a backfill came to.
final class BackfillView {
  private BackfillView() {}

  static JsonObject json(Backfill.Report report, boolean dryRun) {
    return Json.object()
        .put("since", report.since())
        .put("until", report.until())
        .list("sources", report.sources(), BackfillView::json)
        .put("dry_run", dryRun);
  }

  private static JsonObject json(SourceReport source) {
    return Json.object()
        .put("source", source.source())
        .put("state", source.state())
        .put("found", source.found())
        .put("applied", source.applied())
        .put("suppressed", source.suppressed())
        .put("known", source.known())
        .put("foreign", source.foreign())
        .put("unattributed", source.unattributed())
        .list(
            "examples",
            source.examples(),
            each ->
                Json.object()
                    .put("address", each.email())
                    .put("created_at", each.createdAt())
                    .put("why", each.why()))
        .put("words", Optional.of(source.words()).filter(words -> !words.isEmpty()));
  }

  static void print(Session session, Backfill.Report report) {
    Table table =
        Table.of("SOURCE", "FOUND", "APPLIED", "SUPPRESSED", "KNOWN", "FOREIGN", "UNATTRIBUTED");
    for (SourceReport each : report.sources()) {
      if (each.state() != SourceReport.State.NOT_OFFERED
          && each.state() != SourceReport.State.NOT_ASKED) {
        table.row(
            each.source(),
            each.found(),
            each.applied(),
            each.suppressed(),
            each.known(),
            each.foreign(),
            each.unattributed());
      }
    }
    if (!table.isEmpty()) {
      table.print(session.terminal());
    }
    report.sources().forEach(each -> tell(session, each));
    session.say(
        "asked for what was accepted or listed from %s to %s"
            .formatted(report.since(), report.until()));
  }

  private static void tell(Session session, SourceReport source) {
    String name = source.source().replace('_', ' ');
    switch (source.state()) {
      case DONE -> {}
      case INCOMPLETE -> session.say(name + ": incomplete: " + source.words());
      case NOT_OFFERED ->
          session.say(
              name + ": skipped, as this key or account may not read them: " + source.words());
      case NOT_ASKED -> session.say(name + ": not asked, as " + source.words());
      case FAILED, DENIED ->
          session.terminal().err().println("mailctl: " + name + ": broke off: " + source.words());
    }
    for (SourceReport.Unattributed each : source.examples()) {
      session.say(
          "%s: %s since %s: %s"
              .formatted(name, Table.plain(each.email()), each.createdAt(), each.why()));
    }
  }
}
