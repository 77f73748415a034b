package mailctl.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import mailctl.database.Refusal;
import mailctl.inspect.DeliveryFilter;
import mailctl.inspect.DeliveryQuery;
import mailctl.inspect.DeliveryRow;
import mailctl.inspect.DeliveryStatus;
import mailctl.inspect.Inspector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Statuses: queued, sending, sent, deferred, delivered, retrying, bounced, dropped, failed,",
      "in_doubt, skipped, cancelled. --since and --until are about the time of the status."
    })
@Examples({
  "mailctl inspect deliveries --id 42 --undelivered",
  "mailctl inspect deliveries --event spring-fair --status bounced,dropped --since 2d",
  "mailctl inspect deliveries --address kim@example.org --json"
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class InspectDeliveriesCommand extends Action {
  @Option(names = "--id", paramLabel = "N", description = "of this scheduled email")
  Optional<Long> id = Optional.empty();

  @Option(names = "--event", paramLabel = "EVENT", description = "of this event, by id or slug")
  Optional<String> event = Optional.empty();

  @Option(names = "--address", paramLabel = "ADDRESS", description = "to this address")
  Optional<String> address = Optional.empty();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      split = ",",
      description = "in this status; several with commas between them")
  List<String> statuses = new ArrayList<>();

  @Option(names = "--undelivered", description = "did not arrive: bounced, dropped or failed")
  boolean undelivered;

  @Option(names = "--overdue", description = "should have gone out more than ten minutes ago")
  boolean overdue;

  @Option(names = "--pending-retry", description = "blocked, and waiting for another attempt")
  boolean pendingRetry;

  @Option(names = "--before", paramLabel = "ID", description = "go on after this delivery's id")
  Optional<Long> before = Optional.empty();

  @Mixin final TimeRange times = new TimeRange();
  @Mixin final RowLimit limit = new RowLimit();

  InspectDeliveriesCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    int most = limit.rows();
    Set<DeliveryStatus> wanted = EnumSet.noneOf(DeliveryStatus.class);
    statuses.forEach(word -> wanted.add(DeliveryStatus.parse(word)));
    Inspector inspector = session.app().inspector();
    // One more tells whether there is another page.
    List<DeliveryRow> found =
        inspector.deliveries(
            new DeliveryQuery(
                filters(session, inspector, wanted),
                most + 1,
                before.map(OptionalLong::of).orElse(OptionalLong.empty())));
    boolean more = found.size() > most;
    List<DeliveryRow> page = more ? found.subList(0, most) : found;
    Optional<Long> next = more ? Optional.of(page.getLast().id()) : Optional.empty();
    if (session.json()) {
      session.print(
          Json.object()
              .list("deliveries", page, DeliveryView::json)
              .put("next_before", next.map(String::valueOf)));
    } else if (page.isEmpty()) {
      session.say("no such deliveries in " + session.app().database().location());
    } else {
      DeliveryView.table(page, session.times()).print(session.terminal());
      next.ifPresent(last -> session.say("there are more: the same with --before " + last));
    }
    return ExitCode.OK;
  }

  private List<DeliveryFilter> filters(
      Session session, Inspector inspector, Set<DeliveryStatus> wanted) {
    List<DeliveryFilter> filters = new ArrayList<>();
    id.ifPresent(email -> filters.add(new DeliveryFilter.OfEmail(email)));
    event.ifPresent(name -> filters.add(new DeliveryFilter.OfEvent(inspector.event(name).id())));
    address.ifPresent(
        to -> {
          if (to.isBlank()) {
            throw new Refusal(Refusal.Kind.USAGE, "--address is empty");
          }
          filters.add(new DeliveryFilter.To(to));
        });
    if (!wanted.isEmpty()) {
      filters.add(new DeliveryFilter.In(wanted));
    }
    if (undelivered) {
      filters.add(DeliveryFilter.undelivered());
    }
    if (overdue) {
      filters.add(new DeliveryFilter.Overdue());
    }
    if (pendingRetry) {
      filters.add(DeliveryFilter.pendingRetry());
    }
    times.since(session).ifPresent(time -> filters.add(new DeliveryFilter.Since(time)));
    times.until(session).ifPresent(time -> filters.add(new DeliveryFilter.Until(time)));
    return filters;
  }
}
