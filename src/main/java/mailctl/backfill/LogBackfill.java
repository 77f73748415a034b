package mailctl.backfill;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import mailctl.backfill.AttributionStore.Recipient;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderRecords;
import mailctl.provider.ProviderRecords.Answer;
import mailctl.provider.ProviderRecords.LoggedMessage;

/// Reads the provider's log of messages, which has no pages: a stretch of time that holds more than
/// one answer is halved. Events are asked for only of messages that owe us something.
final class LogBackfill {
  static final String NAME = "email_logs";

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final int BATCH = 200;

  private record Window(Instant since, Instant until) {
    Instant middle() {
      return since
          .plus(Duration.between(since, until).dividedBy(2))
          .truncatedTo(ChronoUnit.SECONDS);
    }

    boolean canBeHalved() {
      return Duration.between(since, until).compareTo(SHORTEST) > 0;
    }
  }

  private final ProviderRecords records;
  private final Evidence evidence;
  private final AttributionStore attributions = new AttributionStore();

  LogBackfill(ProviderRecords records, Evidence evidence) {
    this.records = requireNonNull(records, "records is null");
    this.evidence = requireNonNull(evidence, "evidence is null");
  }

  /// Adds to `settled` the references of the messages whose events were found.
  SourceReport run(Instant since, Instant until, boolean dryRun, Set<String> settled) {
    Tally tally = new Tally(NAME);
    Deque<Window> windows = new ArrayDeque<>();
    windows.push(
        new Window(
            since.truncatedTo(ChronoUnit.SECONDS),
            until.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1)));
    while (!windows.isEmpty()) {
      Window window = windows.pop();
      switch (records.messages(window.since(), window.until())) {
        case Answer.Found<LoggedMessage>(List<LoggedMessage> messages, boolean more) -> {
          if (more && window.canBeHalved()) {
            windows.push(new Window(window.middle(), window.until()));
            windows.push(new Window(window.since(), window.middle()));
          } else {
            if (more) {
              tally.incomplete("the log gives out no more than 1000 messages of one second");
            }
            if (!apply(messages, dryRun, settled, tally)) {
              return tally.report();
            }
          }
        }
        case Answer.NotOffered<LoggedMessage> answer -> {
          tally.notOffered(answer);
          return tally.report();
        }
        case Answer.Failed<LoggedMessage> answer -> {
          tally.failed(answer);
          return tally.report();
        }
      }
    }
    return tally.report();
  }

  /// False when the log could not be asked any more.
  private boolean apply(
      List<LoggedMessage> messages, boolean dryRun, Set<String> settled, Tally tally) {
    tally.found += messages.size();
    Set<Recipient> recipients = new HashSet<>();
    messages.forEach(message -> recipients.add(recipient(message)));
    Set<Recipient> owed =
        recipients.isEmpty()
            ? Set.of()
            : evidence.run(false, tx -> attributions.owed(tx, recipients));
    List<ProviderEvent> events = new ArrayList<>();
    int collected = 0;
    for (LoggedMessage message : messages) {
      if (!owed.contains(recipient(message))) {
        tally.foreign++;
        continue;
      }
      switch (records.events(message)) {
        case Answer.Found<ProviderEvent>(List<ProviderEvent> found, _) -> events.addAll(found);
        // Forgotten since it was listed.
        case Answer.NotOffered<ProviderEvent> _ -> tally.foreign++;
        case Answer.Failed<ProviderEvent> answer -> {
          flush(events, dryRun, settled, tally);
          tally.failed(answer);
          return false;
        }
      }
      collected++;
      if (collected % BATCH == 0) {
        flush(events, dryRun, settled, tally);
      }
    }
    flush(events, dryRun, settled, tally);
    return true;
  }

  private void flush(List<ProviderEvent> events, boolean dryRun, Set<String> settled, Tally tally) {
    if (events.isEmpty()) {
      return;
    }
    var result = evidence.run(dryRun, tx -> evidence.apply(tx, events));
    tally.applied += result.applied();
    tally.known += result.duplicates();
    tally.foreign += result.otherInstallation() + result.unapplied().size();
    events.forEach(event -> event.origin().reference().ifPresent(settled::add));
    events.clear();
  }

  private static Recipient recipient(LoggedMessage message) {
    return new Recipient(message.messageId().orElse(""), message.email().toLowerCase(Locale.ROOT));
  }
}
