package mailctl.backfill;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import mailctl.delivery.LoggedDoubts;
import mailctl.delivery.LoggedDoubts.Control;
import mailctl.delivery.LoggedDoubts.Doubt;
import mailctl.delivery.LoggedDoubts.Recipient;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderRecords;
import mailctl.provider.ProviderRecords.Answer;
import mailctl.provider.ProviderRecords.LoggedMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Settles doubts by the provider's log of messages. That the log knows a message of a request
/// proves the request taken. That it knows none proves nothing by itself: only when the log knows
/// another message of ours from that time, and has answered in full for every single recipient, was
/// the request not taken. Whatever is less than that leaves the doubt as it is.
public final class AbsenceProof {
  private static final Logger log = LoggerFactory.getLogger(AbsenceProof.class);

  /// Clocks differ.
  private static final Duration SKEW = Duration.ofMinutes(10);

  /// The shortest time for which SendGrid keeps its logs.
  private static final Duration OLDEST = Duration.ofDays(3);

  private static final int MOST_DOUBTS = 10;

  /// What a pass did.
  ///
  /// @param accepted requests that the log knows
  /// @param returned requests that went back to the queue
  /// @param left requests that are still in doubt
  public record Pass(int accepted, int returned, int left) {
    public static final Pass NOTHING = new Pass(0, 0, 0);

    public int settled() {
      return accepted + returned;
    }
  }

  private sealed interface Finding {
    record Known(String words) implements Finding {}

    record Unknown() implements Finding {}

    /// @param askOn whether asking about others makes sense
    record Unclear(String why, boolean askOn) implements Finding {}
  }

  private final LoggedDoubts doubts;
  private final Supplier<ProviderRecords> records;
  private final LoggedDoubts.Patience patience;
  private final InstantSource clock;

  /// The records are opened for each pass that has something to ask, and closed after it.
  ///
  /// @param after how old a doubt must be, so that the log is complete; also the time between two
  ///   questions about the same one
  public AbsenceProof(
      LoggedDoubts doubts, Supplier<ProviderRecords> records, Duration after, InstantSource clock) {
    this.doubts = requireNonNull(doubts, "doubts is null");
    this.records = requireNonNull(records, "records is null");
    this.patience = new LoggedDoubts.Patience(after, OLDEST);
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Asks about a few doubts at most, the longest unasked first.
  public Pass runOnce() {
    Optional<Doubt> next = doubts.next(patience);
    if (next.isEmpty()) {
      return Pass.NOTHING;
    }
    int accepted = 0;
    int returned = 0;
    int left = 0;
    try (ProviderRecords open = records.get()) {
      for (int asked = 1; next.isPresent(); asked++) {
        Doubt doubt = next.get();
        Finding finding = look(open, doubt);
        log.info("doubt={} recipients={} {}", doubt.id(), doubt.recipients().size(), finding);
        boolean askOn = true;
        switch (finding) {
          case Finding.Known(String words) -> accepted += doubts.accept(doubt, words) ? 1 : 0;
          case Finding.Unknown() -> returned += giveBack(doubt) ? 1 : 0;
          case Finding.Unclear(String why, boolean goOn) -> {
            doubts.leave(doubt, why);
            left++;
            askOn = goOn;
          }
        }
        next = askOn && asked < MOST_DOUBTS ? doubts.next(patience) : Optional.empty();
      }
    }
    return new Pass(accepted, returned, left);
  }

  private boolean giveBack(Doubt doubt) {
    return doubts.returnUntaken(
        doubt,
        "they know none of its "
            + doubt.recipients().size()
            + " recipients since "
            + since(doubt.calledAt())
            + ", asked at "
            + clock.instant());
  }

  private Finding look(ProviderRecords open, Doubt doubt) {
    Optional<Control> control = doubts.control(doubt, patience);
    if (control.isEmpty()) {
      return new Finding.Unclear("nothing is known to be in the log that could vouch for it", true);
    }
    Finding witness = witness(open, control.get());
    if (!(witness instanceof Finding.Known)) {
      return witness instanceof Finding.Unknown
          ? new Finding.Unclear(
              "the log lacks message " + control.get().messageId() + ": it is not whole", true)
          : witness;
    }
    if (doubt.recipients().isEmpty()) {
      return new Finding.Unclear("nobody is in it to ask about", true);
    }
    for (Recipient recipient : doubt.recipients()) {
      Finding finding = look(open, doubt, recipient);
      if (!(finding instanceof Finding.Unknown)) {
        return finding;
      }
    }
    return new Finding.Unknown();
  }

  private Finding witness(ProviderRecords open, Control control) {
    for (String address : spellings(control.email())) {
      switch (messages(open, address, control.calledAt())) {
        case Answer.Found<LoggedMessage>(List<LoggedMessage> found, _) -> {
          if (found.stream()
              .anyMatch(each -> each.messageId().equals(Optional.of(control.messageId())))) {
            return new Finding.Known("");
          }
        }
        case Answer.NotOffered<LoggedMessage>(String words) -> {
          return new Finding.Unclear("the account has no Email Logs: " + words, false);
        }
        case Answer.Failed<LoggedMessage>(_, String words) -> {
          return new Finding.Unclear("the log did not answer: " + words, false);
        }
      }
    }
    return new Finding.Unknown();
  }

  private Finding look(ProviderRecords open, Doubt doubt, Recipient recipient) {
    for (String address : spellings(recipient.email())) {
      switch (messages(open, address, doubt.calledAt())) {
        case Answer.Found<LoggedMessage>(List<LoggedMessage> found, boolean more) -> {
          for (LoggedMessage message : found) {
            Finding finding = look(open, doubt, recipient, message);
            if (!(finding instanceof Finding.Unknown)) {
              return finding;
            }
          }
          if (more) {
            return new Finding.Unclear("the log has more on one recipient than it gives out", true);
          }
        }
        case Answer.NotOffered<LoggedMessage>(String words) -> {
          return new Finding.Unclear("the account has no Email Logs: " + words, false);
        }
        case Answer.Failed<LoggedMessage>(_, String words) -> {
          return new Finding.Unclear("the log did not answer: " + words, false);
        }
      }
    }
    return new Finding.Unknown();
  }

  /// Whether a message to the recipient is of the request in doubt, or other mail.
  private Finding look(
      ProviderRecords open, Doubt doubt, Recipient recipient, LoggedMessage message) {
    if (message.messageId().filter(id -> doubts.isAnothers(doubt, id)).isPresent()) {
      return new Finding.Unknown();
    }
    return switch (open.events(message)) {
      case Answer.Found<ProviderEvent>(List<ProviderEvent> events, _) ->
          judge(events, doubt, recipient, message);
      case Answer.NotOffered<ProviderEvent>(String words) ->
          new Finding.Unclear("message " + message.fullId() + " is not shown: " + words, true);
      case Answer.Failed<ProviderEvent>(_, String words) ->
          new Finding.Unclear("the log did not answer: " + words, false);
    };
  }

  private Finding judge(
      List<ProviderEvent> events, Doubt doubt, Recipient recipient, LoggedMessage message) {
    String attempt = "." + recipient.delivery() + "." + recipient.attempt();
    Set<String> references = new TreeSet<>();
    events.forEach(event -> event.origin().reference().ifPresent(references::add));
    if (doubt.installations().stream().anyMatch(id -> references.contains(id + attempt))) {
      return new Finding.Known(
          "they know message "
              + message.fullId()
              + ", attempt "
              + recipient.attempt()
              + " of delivery "
              + recipient.delivery());
    }
    // Without a reference it may be ours; under another installation's name, ours of old.
    if (references.isEmpty() || references.stream().anyMatch(each -> each.endsWith(attempt))) {
      return new Finding.Unclear("message " + message.fullId() + " may be of it, or not", true);
    }
    return new Finding.Unknown();
  }

  private Answer<LoggedMessage> messages(ProviderRecords open, String address, Instant calledAt) {
    return open.messagesTo(address, since(calledAt), clock.instant().plus(SKEW));
  }

  private static Instant since(Instant calledAt) {
    return calledAt.minus(SKEW);
  }

  /// Nobody says whether the log keeps the case of an address.
  private static Set<String> spellings(String address) {
    return new TreeSet<>(List.of(address, address.toLowerCase(java.util.Locale.ROOT)));
  }
}
