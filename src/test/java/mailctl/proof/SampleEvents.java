package mailctl.proof;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Makes sets of provider events about a few attempts: in few seconds, so that many share one, and
/// with few different contents, so that many differ in one detail only.
final class SampleEvents {
  /// An attempt that events can be about.
  record Target(String reference, String email, String messageId) {}

  private static final List<String> CLASSES =
      List.of("Technical Failure", "Content", "Reputation", "Mailbox Unavailable", "Unclassified");
  private static final List<String> DROPS =
      List.of("Bounced Address", "Unsubscribed Address", "Spam Content", "Invalid", "Who knows");
  private static final List<Object> ABSURD =
      List.of(0, -5, "253402300799", -62_135_596_800L, "1e30", 1_780_000_000_123L);

  private final Random random;
  private final Instant start;
  private final List<Target> targets;
  private final boolean absurd;

  /// @param absurd whether some are of the year 1, 9999, and so on
  SampleEvents(Random random, Instant start, List<Target> targets, boolean absurd) {
    this.random = random;
    this.start = start;
    this.absurd = absurd;
    this.targets = List.copyOf(targets);
  }

  /// All different from one another.
  List<Sample> set(int size) {
    Set<Sample> samples = new LinkedHashSet<>();
    while (samples.size() < size) {
      samples.add(next());
    }
    return new ArrayList<>(samples);
  }

  private Sample next() {
    Target target = one(targets);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("email", email(target));
    fields.put("timestamp", time());
    int way = random.nextInt(10);
    if (way < 9) {
      fields.put("mailctl_ref", random.nextInt(40) == 0 ? "zzzzzzzz.1.1" : target.reference());
    }
    if (way > 5) {
      fields.put("sg_message_id", target.messageId() + ".recvd-7f4b-1-6A1D-2.0");
    }
    switch (random.nextInt(16)) {
      case 0 -> fields.put("event", "processed");
      case 1 -> {
        fields.put("event", "deferred");
        fields.put("attempt", Integer.toString(random.nextInt(2)));
        fields.put("response", "421 later, " + random.nextInt(2));
      }
      case 2, 3 -> {
        fields.put("event", "delivered");
        fields.put("response", "250 OK " + random.nextInt(2));
      }
      case 4, 5, 6, 7 -> {
        fields.put("event", "bounce");
        fields.put("type", random.nextInt(4) == 0 ? "bounce" : "blocked");
        fields.put("bounce_classification", one(CLASSES));
        fields.put("status", random.nextBoolean() ? "4.0.0" : "5.2.2");
        fields.put("reason", "no " + random.nextInt(2));
      }
      case 8 -> {
        fields.put("event", "dropped");
        fields.put("reason", one(DROPS));
      }
      case 9, 10 -> {
        fields.put("event", "open");
        fields.put("sg_machine_open", random.nextBoolean());
        fields.put("useragent", "agent " + random.nextInt(2));
        fields.put("ip", "192.0.2." + random.nextInt(2));
      }
      case 11 -> {
        fields.put("event", "click");
        fields.put("url", "https://example.org/" + random.nextInt(2));
        fields.put("url_offset", Map.of("index", random.nextInt(2), "type", "html"));
        fields.put("useragent", "agent");
        fields.put("ip", "192.0.2.1");
      }
      case 12 -> fields.put("event", "spamreport");
      case 13 -> fields.put("event", "unsubscribe");
      case 14 -> {
        fields.put("event", random.nextBoolean() ? "group_unsubscribe" : "group_resubscribe");
        fields.put("asm_group_id", random.nextInt(2));
      }
      default -> fields.put("event", "something_new_" + random.nextInt(2));
    }
    return new Sample(fields);
  }

  private String email(Target target) {
    return switch (random.nextInt(30)) {
      case 0 -> "";
      case 1 -> "somebody.else@example.net";
      case 2 -> target.email().toUpperCase(java.util.Locale.ROOT);
      default -> target.email();
    };
  }

  private Object time() {
    if (absurd && random.nextInt(12) == 0) {
      return one(ABSURD);
    }
    long second =
        start.getEpochSecond()
            + switch (random.nextInt(3)) {
              case 0 -> random.nextInt(2);
              case 1 -> 3_600L * random.nextInt(3);
              default -> -60L * random.nextInt(60);
            };
    return switch (random.nextInt(6)) {
      case 0 -> Long.toString(second);
      case 1 -> Instant.ofEpochSecond(second, 123_456_789L).toString();
      default -> second;
    };
  }

  private <T> T one(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
