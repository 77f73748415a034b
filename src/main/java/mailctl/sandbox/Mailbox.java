package mailctl.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Every accepted message, in the order of acceptance. Safe for many threads.
public final class Mailbox {
  private final List<MailboxMessage> messages = new ArrayList<>();
  private final Map<String, Integer> countByAddress = new HashMap<>();

  /// All of them.
  public synchronized List<MailboxMessage> messages() {
    return List.copyOf(messages);
  }

  /// Those to one address, ignoring case.
  public synchronized List<MailboxMessage> to(String address) {
    return messages.stream().filter(message -> message.to().equalsIgnoreCase(address)).toList();
  }

  synchronized int countTo(String address) {
    return countByAddress.getOrDefault(key(address), 0);
  }

  synchronized void add(MailboxMessage message) {
    messages.add(message);
    countByAddress.merge(key(message.to()), 1, Integer::sum);
  }

  synchronized void clear() {
    messages.clear();
    countByAddress.clear();
  }

  private static String key(String address) {
    return address.toLowerCase(Locale.ROOT);
  }
}
