package mailctl.cli;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailctl.inspect.AttemptHistory;
import mailctl.inspect.DeliveryHistory;
import mailctl.inspect.DeliveryRow;
import mailctl.inspect.PastHistory;

/// The whole history of a delivery, for people.
final class HistoryView {
  private final Terminal terminal;
  private final Times times;
  private final VisitVerdicts verdicts;

  HistoryView(Terminal terminal, Times times, VisitVerdicts verdicts) {
    this.terminal = terminal;
    this.times = times;
    this.verdicts = verdicts;
  }

  void print(DeliveryHistory history) {
    sections(history);
    terminal.out().println();
    terminal.out().println("Next: " + Table.plain(history.next()));
  }

  /// What stands for the scheduled email and the addresses is not kept over time: it is of now.
  void print(PastHistory past) {
    terminal.out().println("As known at " + past.asOf() + " (the scheduled email: as it is now)");
    past.historySince()
        .ifPresent(
            since ->
                terminal
                    .out()
                    .println("Events before " + since + " were pruned: this may lack some."));
    terminal.out().println();
    sections(past.history());
  }

  private void sections(DeliveryHistory history) {
    details(history).print(terminal);
    section("Attempts", attempts(history));
    section("SendGrid's events", events(history));
    section("Suppressions of the address", suppressions(history));
  }

  private static String twice(int attempt) {
    return "yes: attempt "
        + attempt
        + " was sent on a person's word, and an earlier one had been taken";
  }

  private Details details(DeliveryHistory history) {
    DeliveryRow row = history.delivery();
    DeliveryHistory.Inputs inputs = history.inputs();
    return new Details()
        .line("delivery", row.id())
        .line("to", row.address())
        .line("status", DeliveryView.status(row) + ", " + times.show(row.statusAt()))
        .line("reason", Optional.of(DeliveryView.why(row)))
        .line(
            "scheduled email",
            row.scheduledEmailId()
                + " "
                + row.emailName()
                + " ("
                + inputs.emailStatus()
                + inputs.emailStatusReason().map(why -> ": " + words(why)).orElse("")
                + ")")
        .line("event", row.eventSlug() + " of " + inputs.organizationSlug())
        .line("registration", inputs.registrationId() + " " + inputs.registrationName())
        .line("variant", inputs.variant().map(it -> it + (inputs.tested() ? ", went first" : "")))
        .line("planned", times.show(inputs.createdAt()))
        .line("skipped", Optional.of(inputs.skipDetail()))
        .line("cancelled", inputs.cancelledAt().map(times::show))
        .line("not before", inputs.notBefore().map(times::show))
        .line("resend asked for", inputs.resendAt().map(times::show))
        .line("due", row.dueAt().map(times::show))
        .line("mailed twice", history.mailedTwiceWith().map(HistoryView::twice));
  }

  private Table attempts(DeliveryHistory history) {
    Table table = Table.of("NO", "ORIGIN", "REQUEST", "STATE", "CALLED", "OUTCOME", "WHAT WE KNOW");
    for (AttemptHistory attempt : history.attempts()) {
      table.row(
          attempt.number(),
          attempt.origin(),
          attempt.submission().id(),
          words(attempt.submission().state()),
          times.show(attempt.submission().calledAt()),
          attempt.outcome().map(outcome -> words(outcome.kind())).orElse("-"),
          known(history.delivery().address(), attempt));
    }
    return table;
  }

  private static String known(String address, AttemptHistory attempt) {
    AttemptHistory.Facts facts = attempt.facts();
    return Stream.of(
            attempt.address().equals(address) ? "" : "to " + attempt.address(),
            attempt.rejection().orElse(""),
            attempt.outcome().flatMap(AttemptHistory.Outcome::blockClass).orElse(""),
            attempt.outcome().flatMap(AttemptHistory.Outcome::reason).orElse(""),
            attempt.submission().detail(),
            times("opened", facts.opens()),
            times("opened by machines", facts.machineOpens()),
            times("clicked", facts.clicks()),
            times("clicked by machines", facts.machineClicks()),
            facts.spamReportedAt().isPresent() ? "reported as spam" : "",
            facts.unsubscribedAt().isPresent() ? "unsubscribed" : "")
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String times(String what, AttemptHistory.Visits visits) {
    return visits.count() > 0 ? what + " " + visits.count() + "x" : "";
  }

  private Table events(DeliveryHistory history) {
    Table table = Table.of("TIME", "TYPE", "ATTEMPT", "REASON");
    for (DeliveryHistory.EventLine event : history.events()) {
      table.row(
          times.show(event.occurredAt()),
          words(event.type())
              + verdicts
                  .of(event)
                  .map(evidence -> " (machine: " + words(evidence) + ")")
                  .orElse(""),
          event.attempt().map(String::valueOf).orElse("-"),
          Stream.of(event.blockClass(), event.smtpStatus(), event.reason(), event.url())
              .flatMap(Optional::stream)
              .collect(Collectors.joining(" ")));
    }
    return table;
  }

  private Table suppressions(DeliveryHistory history) {
    Table table = Table.of("ID", "SCOPE", "REASON", "SINCE", "LIFTED", "EVIDENCE");
    for (DeliveryHistory.SuppressionLine line : history.suppressions()) {
      table.row(
          line.id(),
          line.scope(),
          words(line.reason()),
          times.show(line.suppressedAt()),
          times.show(line.liftedAt()),
          line.evidence());
    }
    return table;
  }

  private void section(String title, Table table) {
    if (!table.isEmpty()) {
      terminal.out().println();
      terminal.out().println(title + ":");
      table.print(terminal);
    }
  }

  private static String words(String term) {
    return term.replace('_', ' ');
  }
}
