package mailctl.torture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mailctl.sandbox.MailboxMessage;

/// The sandbox's mailbox by delivery, each in the order of acceptance.
final class Arrivals {
  /// A message to a person about an email.
  record Arrival(String reference, String fate) {
    boolean isBlocked() {
      return fate.startsWith("blocked");
    }
  }

  private final Map<String, List<Arrival>> byPerson = new HashMap<>();
  private final Set<String> attempts = new HashSet<>();
  private final List<String> twice = new ArrayList<>();

  Arrivals(List<MailboxMessage> messages) {
    for (MailboxMessage message : messages) {
      String reference = message.customArgs().getOrDefault("mailctl_ref", "");
      String key = key(message.customArgs().getOrDefault("scheduled_email_id", ""), message.to());
      // Without the installation: what is left is the delivery and the attempt.
      String attempt = reference.substring(reference.indexOf('.') + 1);
      if (!attempts.add(attempt)) {
        twice.add("attempt " + attempt + " arrived again");
      }
      byPerson
          .computeIfAbsent(key, _ -> new ArrayList<>())
          .add(new Arrival(reference, message.fate()));
    }
    byPerson.forEach(
        (key, arrivals) -> {
          // Whoever was blocked did not get it, and may be sent another.
          if (arrivals.stream().limit(arrivals.size() - 1).anyMatch(each -> !each.isBlocked())) {
            twice.add(key + ": " + arrivals);
          }
        });
  }

  private static String key(String email, String address) {
    return email + "/" + address.toLowerCase(java.util.Locale.ROOT);
  }

  /// What arrived of an email at an address.
  List<Arrival> of(String email, String address) {
    return byPerson.getOrDefault(key(email, address), List.of());
  }

  /// @param attempt `delivery.number`
  boolean hasAttempt(String attempt) {
    return attempts.contains(attempt);
  }

  /// Who got the same mail more than once.
  List<String> twice() {
    return List.copyOf(twice);
  }
}
