package mailctl.sandbox;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mailctl.provider.DropCause;

/// SendGrid's suppression lists. Who is on one, blocks excepted, is dropped from the time of the
/// event that put them there. Safe for many threads.
public final class SuppressionLists {
  /// The lists by their names in `GET /v3/suppression/{name}`, in the order SendGrid looks.
  public enum Name {
    BOUNCES(Optional.of(DropCause.BOUNCED_ADDRESS)),
    SPAM_REPORTS(Optional.of(DropCause.SPAM_REPORTING_ADDRESS)),
    UNSUBSCRIBES(Optional.of(DropCause.UNSUBSCRIBED_ADDRESS)),
    INVALID_EMAILS(Optional.of(DropCause.INVALID_ADDRESS)),
    /// For the record only.
    BLOCKS(Optional.empty());

    private final Optional<DropCause> dropCause;

    Name(Optional<DropCause> dropCause) {
      this.dropCause = dropCause;
    }

    public String path() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Name> ofPath(String path) {
      return List.of(values()).stream().filter(each -> each.path().equals(path)).findFirst();
    }
  }

  /// Who, since when and, where the list says so, why.
  public record Entry(String email, Instant created, String reason, String status) {}

  private final Map<Name, Map<String, Entry>> lists = new EnumMap<>(Name.class);

  /// By address.
  public synchronized List<Entry> entries(Name list) {
    return List.copyOf(lists.getOrDefault(list, Map.of()).values());
  }

  /// Puts an address on a list, as its mail from elsewhere might; who is on it already stays.
  public synchronized void add(Name list, Entry entry) {
    lists
        .computeIfAbsent(list, _ -> new TreeMap<>())
        .putIfAbsent(entry.email().toLowerCase(Locale.ROOT), entry);
  }

  /// Takes an address off a list, as a person does in SendGrid's pages; whether it was there.
  public synchronized boolean remove(Name list, String email) {
    return lists.getOrDefault(list, new TreeMap<>()).remove(email.toLowerCase(Locale.ROOT)) != null;
  }

  synchronized Optional<DropCause> dropCause(String email, Instant now) {
    for (Name list : Name.values()) {
      Entry entry = lists.getOrDefault(list, Map.of()).get(email.toLowerCase(Locale.ROOT));
      if (entry != null && list.dropCause.isPresent() && !entry.created().isAfter(now)) {
        return list.dropCause;
      }
    }
    return Optional.empty();
  }

  synchronized void clear() {
    lists.clear();
  }
}
