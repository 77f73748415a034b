package mailctl.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// One provider event, and the copies of it that may arrive.
///
/// @param fields as SendGrid writes them, without `sg_event_id`
record Sample(Map<String, Object> fields) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Sample {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /// Whether it is honoured even before its delivery is known.
  boolean isWish() {
    return List.of("unsubscribe", "spamreport").contains(fields.get("event"));
  }

  String original() {
    return write(with("id-" + Integer.toHexString(fields.hashCode())));
  }

  /// The same event again: with the same `sg_event_id`, a changed one, or none; without
  /// `sg_message_id` where our own reference names the message; its fields in another order.
  String copy(Random random) {
    Map<String, Object> copy =
        switch (random.nextInt(4)) {
          case 0 -> new LinkedHashMap<>(fields);
          case 1 -> with("id-" + Integer.toHexString(fields.hashCode()));
          default -> with("again-" + random.nextInt(1_000_000));
        };
    if (copy.containsKey("mailctl_ref") && random.nextInt(4) == 0) {
      copy.remove("sg_message_id");
    }
    List<String> names = new ArrayList<>(copy.keySet());
    Collections.shuffle(names, random);
    Map<String, Object> shuffled = new LinkedHashMap<>();
    for (String name : names) {
      shuffled.put(name, copy.getOrDefault(name, ""));
    }
    return write(shuffled);
  }

  private Map<String, Object> with(String id) {
    Map<String, Object> more = new LinkedHashMap<>(fields);
    more.put("sg_event_id", id);
    return more;
  }

  private static String write(Map<String, Object> fields) {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
