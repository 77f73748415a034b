package mailctl.cli;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailctl.inspect.AttemptHistory;
import mailctl.inspect.DeliveryHistory;
import mailctl.inspect.DeliveryRow;

/// The whole history of a delivery, for people.
final class HistoryView {
  private final Terminal terminal;
  private final Times times;

  HistoryView(Terminal terminal, Times times) {
    this.terminal = terminal;
    this.times = times;
  }

  void print(DeliveryHistory history) {
    details(history).print(terminal);
    section("Attempts", attempts(history));
    section("SendGrid's events", events(history));
    section("Suppressions of the address", suppressions(history));
    terminal.out().println();
    terminal.out().println("Next: " + Table.plain(history.next()));
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
        .line("planned", times.show(inputs.createdAt()))
        .line("skipped", Optional.of(inputs.skipDetail()))
        .line("cancelled", inputs.cancelledAt().map(times::show))
        .line("not before", inputs.notBefore().map(times::show))
        .line("resend asked for", inputs.resendAt().map(times::show))
        .line("due", row.dueAt().map(times::show));
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
            facts.opens() > 0 ? "opened " + facts.opens() + "x" : "",
            facts.machineOpens() > 0 ? "opened by machines " + facts.machineOpens() + "x" : "",
            facts.clicks() > 0 ? "clicked " + facts.clicks() + "x" : "",
            facts.spamReportedAt().isPresent() ? "reported as spam" : "",
            facts.unsubscribedAt().isPresent() ? "unsubscribed" : "")
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private Table events(DeliveryHistory history) {
    Table table = Table.of("TIME", "TYPE", "ATTEMPT", "REASON");
    for (DeliveryHistory.EventLine event : history.events()) {
      table.row(
          times.show(event.occurredAt()),
          words(event.type()) + (event.machine().orElse(false) ? " (machine)" : ""),
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
