package mailctl.provider;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/// The provider's settings of our account: what the key may do, who may send, and where its webhook
/// posts to.
public interface ProviderAccount extends AutoCloseable {
  /// A webhook as the provider has it. `publicKey` is empty when its posts are not signed.
  record Webhook(
      String id,
      String name,
      String url,
      boolean enabled,
      Set<ReportedEvent> events,
      String publicKey) {
    public Webhook {
      requireNonNull(id, "id is null");
      requireNonNull(name, "name is null");
      requireNonNull(url, "url is null");
      events = Set.copyOf(events);
      requireNonNull(publicKey, "publicKey is null");
    }

    public boolean isSigned() {
      return !publicKey.isEmpty();
    }
  }

  /// Why there is no answer.
  enum Why {
    /// The key itself is refused.
    KEY_REFUSED,
    /// The key may not ask for this.
    NOT_ALLOWED,
    /// There is no such thing.
    NOT_THERE,
    /// What was asked for is not acceptable.
    NOT_ACCEPTED,
    /// The provider did not answer, or has a bad moment.
    UNREACHABLE
  }

  /// What came of asking.
  sealed interface Answer<T> {
    record Given<T>(T value) implements Answer<T> {
      public Given {
        requireNonNull(value, "value is null");
      }
    }

    /// `words` are the provider's own, or say why it did not speak.
    record Refused<T>(Why why, String words) implements Answer<T> {
      public Refused {
        requireNonNull(why, "why is null");
        requireNonNull(words, "words is null");
      }
    }
  }

  /// What the key may do.
  Answer<Set<String>> scopes();

  /// Addresses that are verified as senders, in lower case.
  Answer<Set<String>> verifiedSenders();

  /// Whether this domain is authenticated, so that every address of it may send.
  Answer<Boolean> isAuthenticated(String domain);

  Answer<List<Webhook>> webhooks();

  /// Makes a webhook that reports `events`; its posts are not signed yet.
  Answer<Webhook> create(String name, String url, Set<ReportedEvent> events);

  /// Changes where it posts to and what; switches it on.
  Answer<Webhook> change(String id, String url, Set<ReportedEvent> events);

  /// Switches signing on, with a new pair of keys when it was off; the public key.
  Answer<String> sign(String id);

  /// Switches signing off, and throws the pair of keys away.
  Answer<Boolean> stopSigning(String id);

  /// Has a post of made-up events sent to that address, signed as that webhook's are.
  Answer<Boolean> test(Webhook webhook, String url);

  @Override
  void close();
}
