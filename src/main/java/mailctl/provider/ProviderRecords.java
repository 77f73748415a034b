package mailctl.provider;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the provider has written down and tells when asked: for what its webhook did not bring.
/// Every call is bounded in time, waits when the provider asks for patience, and throws nothing for
/// what the provider or the network do.
public interface ProviderRecords extends AutoCloseable {
  /// The provider's lists of addresses that it had trouble with, or that opted out.
  enum SuppressionList {
    BOUNCES,
    BLOCKS,
    INVALID_EMAILS,
    SPAM_REPORTS,
    UNSUBSCRIBES
  }

  /// An address on a list, and since when. It does not say which message put it there.
  record ListEntry(
      SuppressionList list, String email, Instant createdAt, String reason, String smtpStatus) {
    public ListEntry {
      requireNonNull(list, "list is null");
      requireNonNull(email, "email is null");
      requireNonNull(createdAt, "createdAt is null");
      requireNonNull(reason, "reason is null");
      requireNonNull(smtpStatus, "smtpStatus is null");
    }
  }

  /// A message in the provider's log. `fullId` asks for its events; `messageId` is what the answer
  /// to the request called it.
  record LoggedMessage(String fullId, Optional<String> messageId, String email) {
    public LoggedMessage {
      requireNonNull(fullId, "fullId is null");
      requireNonNull(messageId, "messageId is null");
      requireNonNull(email, "email is null");
    }
  }

  /// What came of asking.
  sealed interface Answer<T> {
    /// `more`: there is more than fitted into the answer.
    record Found<T>(List<T> items, boolean more) implements Answer<T> {
      public Found {
        items = List.copyOf(items);
      }
    }

    /// The account does not have this, or the key may not ask for it.
    record NotOffered<T>(String words) implements Answer<T> {
      public NotOffered {
        requireNonNull(words, "words is null");
      }
    }

    /// It may be there another time; `denied` when the key itself is refused.
    record Failed<T>(boolean denied, String words) implements Answer<T> {
      public Failed {
        requireNonNull(words, "words is null");
      }
    }
  }

  /// Entries made in that time, both ends included, of that page, from 0 on. A page may hold fewer
  /// than the provider put there, as some cannot be read.
  Answer<ListEntry> suppressions(SuppressionList list, Instant since, Instant until, int page);

  /// Messages accepted in that time, `until` excluded, whose end the log knows.
  Answer<LoggedMessage> messages(Instant since, Instant until);

  /// Messages accepted for that address in that time, `until` excluded, whatever became of them.
  Answer<LoggedMessage> messagesTo(String address, Instant since, Instant until);

  /// What happened to a message, as the webhook would have told it; opens and clicks left out.
  Answer<ProviderEvent> events(LoggedMessage message);

  @Override
  void close();
}
