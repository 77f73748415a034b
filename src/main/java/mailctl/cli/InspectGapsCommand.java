package mailctl.cli;

import java.util.List;
import java.util.Optional;
import mailctl.inspect.Debt;
import mailctl.inspect.GapHour;
import mailctl.inspect.GapScope;
import mailctl.inspect.OwedDelivery;
import mailctl.inspect.Radar;
import mailctl.inspect.RadarThresholds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Every accepted message owes a first event (processed, or any that follows it) and a final one",
      "(delivered, bounced, blocked, dropped). --since and --until are about the time of acceptance.",
      "Late is what is past radar.processed-late or radar.final-late."
    })
@Examples({
  "mailctl inspect gaps --since 2d",
  "mailctl inspect gaps --event spring-fair --list --limit 200",
  "mailctl backfill"
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class InspectGapsCommand extends Action {
  @Option(names = "--event", paramLabel = "EVENT", description = "of this event, by id or slug")
  Optional<String> event = Optional.empty();

  @Option(names = "--list", description = "the deliveries that are owed for, the oldest first")
  boolean list;

  @Mixin final TimeRange times = new TimeRange();
  @Mixin final RowLimit limit = new RowLimit();

  InspectGapsCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    int most = limit.rows();
    GapScope scope =
        new GapScope(
            times.since(session),
            times.until(session),
            event.map(name -> session.app().inspector().event(name).id()));
    Radar radar = session.app().radar();
    if (list) {
      deliveries(session, radar.owed(scope, most + 1), most);
    } else {
      hours(session, radar.gaps(scope), radar.thresholds());
    }
    return ExitCode.OK;
  }

  private static void hours(Session session, List<GapHour> hours, RadarThresholds thresholds) {
    if (session.json()) {
      session.print(
          Json.object()
              .list("hours", hours, InspectGapsCommand::json)
              .duration("processed_late_after", thresholds.processed())
              .duration("final_late_after", thresholds.fin()));
      return;
    }
    if (hours.isEmpty()) {
      session.say("nothing is owed in " + session.app().database().location());
      return;
    }
    Table table =
        Table.of("HOUR", "ACCEPTED", "PROCESSED OWED", "LATE", "FINAL OWED", "LATE", "OLDEST");
    for (GapHour each : hours) {
      Debt debt = each.debt();
      table.row(
          each.hour(),
          each.accepted(),
          debt.processed(),
          debt.processedLate(),
          debt.fin(),
          debt.finalLate(),
          session.times().show(debt.oldest()));
    }
    table.print(session.terminal());
  }

  private static JsonObject json(GapHour each) {
    Debt debt = each.debt();
    return Json.object()
        .put("hour", each.hour())
        .put("accepted", each.accepted())
        .put("processed_owed", debt.processed())
        .put("processed_late", debt.processedLate())
        .put("final_owed", debt.fin())
        .put("final_late", debt.finalLate())
        .put("oldest_accepted_at", debt.oldest());
  }

  private static void deliveries(Session session, List<OwedDelivery> found, int most) {
    boolean more = found.size() > most;
    List<OwedDelivery> page = more ? found.subList(0, most) : found;
    if (session.json()) {
      session.print(
          Json.object().list("deliveries", page, InspectGapsCommand::json).put("more", more));
      return;
    }
    if (page.isEmpty()) {
      session.say("nothing is owed in " + session.app().database().location());
      return;
    }
    Times times = session.times();
    Table table =
        Table.of("ID", "TRY", "EMAIL", "EVENT", "ADDRESS", "ACCEPTED", "OWES", "LAST HEARD")
            .flexible("ADDRESS");
    for (OwedDelivery each : page) {
      table.row(
          each.deliveryId(),
          each.attempt(),
          each.scheduledEmailId(),
          each.eventSlug(),
          each.address(),
          times.show(each.acceptedAt()),
          owes(each) + (each.late() ? ", late" : ""),
          times.show(each.lastEventAt()));
    }
    table.print(session.terminal());
    if (more) {
      session.say("there are more: --limit, or narrow it with --since and --until");
    }
  }

  private static JsonObject json(OwedDelivery each) {
    return Json.object()
        .id("id", each.deliveryId())
        .put("attempt", each.attempt())
        .id("scheduled_email_id", each.scheduledEmailId())
        .put("event_slug", each.eventSlug())
        .put("address", each.address())
        .put("accepted_at", each.acceptedAt())
        .put("message_id", each.messageId())
        .put("owes", owes(each))
        .put("late", each.late())
        .put("last_event_at", each.lastEventAt());
  }

  private static String owes(OwedDelivery each) {
    return each.lastEventAt().isEmpty() ? "processed" : "final";
  }
}
