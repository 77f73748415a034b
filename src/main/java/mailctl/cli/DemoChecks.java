package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mailctl.campaign.ScheduledEmail;
import mailctl.inspect.Balance;
import mailctl.inspect.DeliveryFilter;
import mailctl.inspect.DeliveryHistory;
import mailctl.inspect.DeliveryQuery;
import mailctl.inspect.DeliveryRow;
import mailctl.inspect.DeliveryStatus;
import mailctl.inspect.Inspector;
import mailctl.sandbox.Mailbox;
import mailctl.sandbox.MailboxMessage;

/// Holds the demo to mailctl's promise: the books against the sandbox's mailbox.
final class DemoChecks {
  private static final int MOST = 1_000;

  record Check(String what, boolean passed) {}

  private final Inspector inspector;
  private final Mailbox mailbox;

  DemoChecks(Inspector inspector, Mailbox mailbox) {
    this.inspector = requireNonNull(inspector, "inspector is null");
    this.mailbox = requireNonNull(mailbox, "mailbox is null");
  }

  List<Check> of(DemoRun.Outcome outcome) {
    List<Check> checks = new ArrayList<>();
    for (ScheduledEmail email : List.of(outcome.first(), outcome.second())) {
      Balance balance = inspector.balance(email.id().value());
      checks.add(
          new Check(
              "'" + email.name() + "': each of " + balance.deliveries() + " in exactly one place",
              balance.balanced() && balance.deliveries() > 0));
      checks.add(
          new Check(
              "'" + email.name() + "': as many messages in the mailbox as attempts in the books",
              attempts(email) == messages(email).size()));
      checks.add(
          new Check("'" + email.name() + "': nobody got it twice", nobodyTwice(messages(email))));
    }
    checks.add(
        new Check("a blocked message was retried and delivered", retried(outcome).isPresent()));
    checks.add(new Check("a hard bounce was not tried again", bounced(outcome).isPresent()));
    checks.add(
        new Check(
            "who opted out got the first email alone",
            mailbox.to(outcome.optedOut()).size() == 1
                && to(outcome.second(), outcome.optedOut())
                    .filter(row -> row.status() == DeliveryStatus.SKIPPED)
                    .isPresent()));
    checks.add(new Check("nothing waits in the inbox", inspector.inbox().waiting() == 0));
    return checks;
  }

  /// Delivered at the second try or later.
  Optional<DeliveryHistory> retried(DemoRun.Outcome outcome) {
    return rows(outcome.first()).stream()
        .filter(row -> row.status() == DeliveryStatus.DELIVERED && row.attempts() > 1)
        .findFirst()
        .map(row -> inspector.delivery(row.id()));
  }

  /// Bounced at the first try, which was the last.
  Optional<DeliveryHistory> bounced(DemoRun.Outcome outcome) {
    return rows(outcome.first()).stream()
        .filter(row -> row.status() == DeliveryStatus.BOUNCED && row.attempts() == 1)
        .findFirst()
        .map(row -> inspector.delivery(row.id()));
  }

  private Optional<DeliveryRow> to(ScheduledEmail email, String address) {
    return rows(email).stream().filter(row -> row.address().equalsIgnoreCase(address)).findFirst();
  }

  private long attempts(ScheduledEmail email) {
    return rows(email).stream().mapToInt(DeliveryRow::attempts).sum();
  }

  private List<DeliveryRow> rows(ScheduledEmail email) {
    return inspector.deliveries(
        DeliveryQuery.all().and(new DeliveryFilter.OfEmail(email.id().value())).limit(MOST));
  }

  private List<MailboxMessage> messages(ScheduledEmail email) {
    String id = email.id().toString();
    return mailbox.messages().stream()
        .filter(message -> id.equals(message.customArgs().get("scheduled_email_id")))
        .toList();
  }

  /// A blocked message reached nobody; every other one counts.
  private static boolean nobodyTwice(List<MailboxMessage> messages) {
    Set<String> reached = new HashSet<>();
    return messages.stream()
        .filter(message -> !message.fate().startsWith("blocked"))
        .allMatch(message -> reached.add(message.to().toLowerCase(Locale.ROOT)));
  }
}
