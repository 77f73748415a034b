package mailctl.cli;

import java.util.List;
import java.util.Optional;
import mailctl.audience.FilterClause;
import mailctl.audience.Registration;
import mailctl.campaign.ScheduledEmail;
import mailctl.database.DatabaseLocation;
import mailctl.delivery.VisitJudge;
import mailctl.inspect.DeliveryHistory;
import mailctl.why.Answer;
import mailctl.why.Chain;
import mailctl.why.Got;
import mailctl.why.Promise;
import mailctl.why.Verdict;

/// The chain from registration to mailbox, for a person who answers another one.
final class WhyView {
  private final Terminal terminal;
  private final Times times;
  private final VisitJudge judge;

  WhyView(Terminal terminal, Times times, VisitJudge judge) {
    this.terminal = terminal;
    this.times = times;
    this.judge = judge;
  }

  void print(Answer answer, List<SuppressionView.Row> suppressions, DatabaseLocation location) {
    answer
        .erased()
        .ifPresent(
            it ->
                line(
                    "The owner of %s asked to be forgotten: erased at %s by %s. The address stays suppressed."
                        .formatted(answer.address(), it.at(), it.by())));
    if (answer.chains().isEmpty()) {
      line(answer.address() + " is not registered for any event in " + location);
      line("and no email was ever planned for it.");
    }
    if (!suppressions.isEmpty()) {
      line(answer.chains().isEmpty() ? "" : answer.address());
      line("Suppressions:");
      suppressions(suppressions).print(terminal);
    }
    boolean first = suppressions.isEmpty();
    for (Chain chain : answer.chains()) {
      if (!first) {
        line("");
      }
      first = false;
      print(answer.address(), chain);
    }
  }

  private void print(String address, Chain chain) {
    ScheduledEmail email = chain.email();
    line(
        "Email %s '%s' of event %s to %s: %s"
            .formatted(
                email.id(), email.name(), chain.event().slug(), address, got(chain.verdict())));
    line("Because " + chain.verdict().because() + ".");
    line("");
    Details details =
        new Details()
            .line("registration", chain.person().map(WhyView::person).orElse("none"))
            .line("email", email.standing() + ", " + email.kind().text())
            .line("due", email.dueAt().map(times::show))
            .line("planned", email.plannedAt().map(times::show))
            .line("trigger", email.trigger());
    if (chain.clauses().isEmpty() && chain.person().isPresent()) {
      details.line("filter", "everyone");
    }
    for (FilterClause clause : chain.clauses()) {
      details.line("filter " + clause.key(), (clause.holds() ? "yes: " : "no: ") + clause.words());
    }
    for (Promise promise : chain.promises()) {
      details.line("plan " + promise.plan(), promise(promise));
    }
    details.print(terminal);
    for (DeliveryHistory history : chain.deliveries()) {
      line("");
      new HistoryView(terminal, times, new VisitVerdicts(judge, history.events())).print(history);
    }
    if (chain.deliveries().isEmpty()) {
      line("");
      line("Next: " + chain.verdict().next() + ".");
    }
  }

  private String promise(Promise promise) {
    String place =
        switch (promise.place()) {
          case INCLUDED -> "includes the registration";
          case SKIPPED ->
              "skips the registration: " + promise.skipReason().orElse("").replace('_', ' ');
          case ABSENT -> "does not include the registration";
        };
    return place
        + "; made "
        + times.show(promise.createdAt())
        + promise.sentAt().map(at -> ", sent " + times.show(at)).orElse("")
        + (promise.binds() ? ", and the email goes out by it" : "");
  }

  private static String person(Chain.Person person) {
    Registration it = person.registration();
    return "%s %s, %s, %s%s, made %s"
        .formatted(
            it.id(),
            it.name(),
            Choice.word(it.status()),
            Choice.word(it.paymentStatus()),
            it.category().isEmpty() ? "" : ", " + it.category(),
            person.createdAt());
  }

  /// In words.
  static String got(Verdict verdict) {
    return switch (verdict.got()) {
      case Got.YES -> "got it";
      case Got.ON_ITS_WAY -> "on its way";
      case Got.NOT_YET -> "not yet";
      case Got.NO -> "did not get it";
      case Got.UNKNOWN -> "not known";
    };
  }

  private Table suppressions(List<SuppressionView.Row> rows) {
    Table table = Table.of("ID", "REACHES", "REASON", "SINCE", "LIFTED", "EVIDENCE");
    for (SuppressionView.Row row : rows) {
      table.row(
          row.entry().id(),
          row.reach(),
          row.reason(),
          times.show(row.suppression().suppressedAt()),
          row.entry()
              .lifted()
              .map(lifted -> times.show(Optional.of(lifted.at())) + " by " + lifted.by())
              .orElse("-"),
          row.suppression().evidence());
    }
    return table;
  }

  private void line(String text) {
    terminal.out().println(Table.plain(text));
  }
}
