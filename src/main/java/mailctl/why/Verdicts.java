package mailctl.why;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import mailctl.audience.Event;
import mailctl.audience.EventStatus;
import mailctl.audience.FilterClause;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailStatus;
import mailctl.inspect.DeliveryHistory;
import mailctl.suppression.SuppressionEntry;

/// The short answer from the facts. Pure: the same facts give the same words.
final class Verdicts {
  private Verdicts() {}

  /// @param against what keeps mail of this event from the address now
  static Verdict of(
      ScheduledEmail email,
      Event event,
      Optional<Chain.Person> person,
      List<FilterClause> clauses,
      List<Promise> promises,
      List<DeliveryHistory> deliveries,
      List<SuppressionEntry> against) {
    if (!deliveries.isEmpty()) {
      return DeliveryVerdict.of(deliveries.getFirst());
    }
    if (person.isEmpty()) {
      return new Verdict(
          Got.NO,
          "event " + event.slug() + " has no registration of this address",
          "nothing, unless the address is registered");
    }
    String failing =
        clauses.stream()
            .filter(clause -> !clause.holds())
            .map(FilterClause::words)
            .collect(Collectors.joining("; "));
    if (email.planned()) {
      return planned(email.plannedAt().orElseThrow(), person.get(), failing);
    }
    if (!failing.isEmpty()) {
      return new Verdict(
          Got.NO,
          "the filter excludes the registration: " + failing,
          "nothing, unless the registration matches before the email is planned");
    }
    if (!against.isEmpty()) {
      String why = against.getFirst().suppression().reason().name().toLowerCase(Locale.ROOT);
      return new Verdict(
          Got.NO,
          "the address is suppressed: " + why.replace('_', ' '),
          "it will be skipped when the email is planned");
    }
    return promised(waiting(email, event), email, promises);
  }

  /// Who came after the plan that the email goes out by keeps it from going out.
  private static Verdict promised(Verdict waiting, ScheduledEmail email, List<Promise> promises) {
    return promises.stream()
        .filter(it -> it.binds() && it.place() != Promise.Place.INCLUDED)
        .filter(_ -> email.status() == ScheduledEmailStatus.SCHEDULED)
        .map(
            it ->
                new Verdict(
                    waiting.got(),
                    waiting.because(),
                    waiting.next()
                        + ", and held then: plan "
                        + it.plan()
                        + " does not include the registration"))
        .findFirst()
        .orElse(waiting);
  }

  private static Verdict planned(Instant plannedAt, Chain.Person person, String failing) {
    String because;
    if (person.createdAt().isAfter(plannedAt)) {
      because = "registered at " + person.createdAt() + ", after the recipients were fixed at ";
    } else if (failing.isEmpty()) {
      because =
          "the registration, changed at "
              + person.updatedAt()
              + ", was not in the audience when the recipients were fixed at ";
    } else {
      because = "the filter excluded the registration (" + failing + ") when they were fixed at ";
    }
    return new Verdict(
        Got.NO,
        because + plannedAt,
        "nothing by itself; `mailctl send --id N --registration M` sends");
  }

  private static Verdict waiting(ScheduledEmail email, Event event) {
    if (event.status() != EventStatus.LIVE) {
      String status = event.status().name().toLowerCase(Locale.ROOT);
      return new Verdict(
          Got.NOT_YET,
          "event " + event.slug() + " is " + status,
          "nothing is sent while the event is not live");
    }
    return switch (email.status()) {
      case CANCELLED -> new Verdict(Got.NO, "the email was cancelled", "nothing");
      case PAUSED, HELD ->
          new Verdict(
              Got.NOT_YET,
              "the email is " + email.standing(),
              "nothing, until a person resumes it");
      case ACTIVE ->
          new Verdict(
              Got.NOT_YET,
              "the email goes out when something happens: " + email.trigger(),
              "it is planned when that happens");
      case SCHEDULED, SENDING, SENT, FAILED ->
          new Verdict(
              Got.NOT_YET,
              "the email has not been planned",
              email.dueAt().map(at -> "it is planned at " + at).orElse("it is planned soon"));
    };
  }
}
