package mailctl.audience;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import mailctl.database.Refusal;
import org.jspecify.annotations.Nullable;

/// Reads a filter's keys and values strictly: whatever is not understood is a refusal, as guessing
/// would mail the wrong people.
final class FilterReader {
  static final String STATUS = "status";
  static final String EXCLUDE_STATUS = "exclude_status";
  static final String CATEGORY = "category";
  static final String PAYMENT_STATUS = "payment_status";
  static final String EMAIL = "email";
  static final String ATTRIBUTES = "attributes.";

  private static final List<String> KEYS =
      List.of(STATUS, EXCLUDE_STATUS, CATEGORY, PAYMENT_STATUS, EMAIL, ATTRIBUTES + "<name>");
  private static final String HINT = "filter keys are " + String.join(", ", KEYS);

  private final SortedSet<RegistrationStatus> statuses = new TreeSet<>();
  private final SortedSet<RegistrationStatus> excludedStatuses = new TreeSet<>();
  private final SortedSet<String> categories = new TreeSet<>();
  private final SortedSet<PaymentStatus> paymentStatuses = new TreeSet<>();
  private final SortedSet<String> emails = new TreeSet<>();
  private final SortedMap<String, SortedSet<String>> attributes = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  private FilterReader() {}

  static RecipientFilter read(Map<String, List<String>> keys, Refusal.Kind kind) {
    FilterReader reader = new FilterReader();
    keys.forEach(reader::read);
    if (!reader.problems.isEmpty()) {
      throw new Refusal(kind, String.join("; ", reader.problems), HINT);
    }
    return new RecipientFilter(
        reader.statuses,
        reader.excludedStatuses,
        reader.categories,
        reader.paymentStatuses,
        reader.emails,
        reader.attributes);
  }

  private void read(String key, List<String> given) {
    List<String> values = given.stream().map(String::strip).toList();
    if (values.isEmpty() || values.contains("")) {
      problems.add("filter key '" + key + "' has no value");
      return;
    }
    if (key.startsWith(ATTRIBUTES) && key.length() > ATTRIBUTES.length()) {
      attributes
          .computeIfAbsent(key.substring(ATTRIBUTES.length()), _ -> new TreeSet<>())
          .addAll(values);
      return;
    }
    // "paymentStatus" and "Payment-Status" are spellings, not other keys.
    switch (Words.snakeCase(key)) {
      case STATUS -> constants(RegistrationStatus.class, key, values, statuses);
      case EXCLUDE_STATUS -> constants(RegistrationStatus.class, key, values, excludedStatuses);
      case PAYMENT_STATUS -> constants(PaymentStatus.class, key, values, paymentStatuses);
      case CATEGORY -> categories.addAll(values);
      case EMAIL -> emails.addAll(values);
      default ->
          problems.add("unknown filter key '" + key + "'" + suggestion(Words.snakeCase(key), KEYS));
    }
  }

  private <E extends Enum<E>> void constants(
      Class<E> type, String key, List<String> values, Collection<E> into) {
    for (String value : values) {
      Optional<E> constant = Words.read(type, value);
      if (constant.isPresent()) {
        into.add(constant.get());
      } else {
        List<String> known = List.of(Words.all(type).split(", "));
        problems.add(
            "unknown "
                + (type == PaymentStatus.class ? "payment status" : "status")
                + " '"
                + value
                + "' in filter key '"
                + key
                + "'"
                + suggestion(Words.snakeCase(value), known)
                + "; there are "
                + String.join(", ", known));
      }
    }
  }

  private static String suggestion(String text, Collection<String> candidates) {
    return Words.nearest(text, candidates).map(it -> " (did you mean '" + it + "'?)").orElse("");
  }

  /// `key=a,b` pairs; `\,` is a comma.
  static Map<String, List<String>> split(List<String> pairs) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new Refusal(
            Refusal.Kind.USAGE, "'" + pair + "' is not a filter like key=value[,value]", HINT);
      }
      List<String> values =
          keys.computeIfAbsent(pair.substring(0, equals).strip(), _ -> new ArrayList<>());
      for (String value : pair.substring(equals + 1).split("(?<!\\\\),", -1)) {
        values.add(value.replace("\\,", ","));
      }
    }
    return keys;
  }

  static Map<String, List<String>> flatten(JsonNode object) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            entry -> {
              if (entry.getKey().equals("attributes") && entry.getValue().isObject()) {
                entry
                    .getValue()
                    .properties()
                    .forEach(each -> keys.put(ATTRIBUTES + each.getKey(), texts(each)));
              } else {
                keys.put(entry.getKey(), texts(entry));
              }
            });
    return keys;
  }

  private static List<String> texts(Map.Entry<String, JsonNode> entry) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each :
        entry.getValue().isArray() ? entry.getValue() : List.of(entry.getValue())) {
      texts.add(text(entry.getKey(), each.isValueNode() && !each.isNull() ? each.asText() : null));
    }
    return texts;
  }

  static Map<String, List<String>> flatten(Map<String, ?> map) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (key.equals("attributes") && value instanceof Map<?, ?> nested) {
            nested.forEach((name, each) -> keys.put(ATTRIBUTES + name, texts(key, each)));
          } else {
            keys.put(key, texts(key, value));
          }
        });
    return keys;
  }

  private static List<String> texts(String key, @Nullable Object value) {
    if (value instanceof Collection<?> values) {
      return values.stream().map(each -> text(key, scalar(each))).toList();
    }
    return List.of(text(key, scalar(value)));
  }

  private static @Nullable String scalar(@Nullable Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean
        ? value.toString()
        : null;
  }

  private static String text(String key, @Nullable String value) {
    if (value == null) {
      throw new Refusal(
          Refusal.Kind.DATA, "filter key '" + key + "' needs a text or a list of texts", HINT);
    }
    return value;
  }
}
