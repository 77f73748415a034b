package mailctl.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mailctl.delivery.VisitJudge;
import mailctl.inspect.DeliveryHistory.EventLine;

/// Which opens and clicks of one delivery were a machine's, and how we know, judged with everything
/// that its history holds.
final class VisitVerdicts {
  private final Map<EventLine, String> evidence = new IdentityHashMap<>();

  VisitVerdicts(VisitJudge judge, List<EventLine> events) {
    events.stream()
        .map(EventLine::attempt)
        .distinct()
        .forEach(
            attempt ->
                judge(
                    judge,
                    events.stream().filter(event -> event.attempt().equals(attempt)).toList()));
  }

  /// Empty for a person's, and for what is no visit.
  Optional<String> of(EventLine event) {
    return Optional.ofNullable(evidence.get(event));
  }

  private void judge(VisitJudge judge, List<EventLine> events) {
    Optional<Instant> deliveredAt =
        events.stream()
            .filter(event -> event.type().equals("delivered"))
            .map(EventLine::occurredAt)
            .min(Instant::compareTo);
    List<EventLine> visits = new ArrayList<>(events);
    visits.removeIf(event -> !event.type().equals("opened") && !event.type().equals("clicked"));
    List<Optional<VisitJudge.Evidence>> verdicts =
        judge.together(
            visits.stream()
                .map(
                    visit ->
                        new VisitJudge.Visit(
                            visit.occurredAt(),
                            visit.machine().orElse(false),
                            visit.userAgent().orElse(""),
                            visit.url().orElse("")))
                .toList(),
            deliveredAt);
    for (int i = 0; i < visits.size(); i++) {
      EventLine visit = visits.get(i);
      verdicts.get(i).ifPresent(each -> evidence.put(visit, each.name().toLowerCase(Locale.ROOT)));
    }
  }
}
