package mailctl.audience;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import mailctl.database.Refusal;

/// Whom an email goes to: every key must match, each with one of its values; a key without values
/// does not limit. Values are compared without regard to case. Not even the cancelled are left out
/// unless the filter says so.
public record RecipientFilter(
    SortedSet<RegistrationStatus> statuses,
    SortedSet<RegistrationStatus> excludedStatuses,
    SortedSet<String> categories,
    SortedSet<PaymentStatus> paymentStatuses,
    SortedSet<String> emails,
    SortedMap<String, SortedSet<String>> attributes) {
  /// Every registration of the event.
  public static final RecipientFilter EVERYONE = FilterReader.read(Map.of(), Refusal.Kind.DATA);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public RecipientFilter {
    statuses = copy(statuses);
    excludedStatuses = copy(excludedStatuses);
    categories = copy(categories);
    paymentStatuses = copy(paymentStatuses);
    emails = copy(emails);
    TreeMap<String, SortedSet<String>> copies = new TreeMap<>();
    attributes.forEach((name, values) -> copies.put(name, copy(values)));
    attributes = Collections.unmodifiableSortedMap(copies);
  }

  /// From a map of keys to one value or a list of them, as it stands in JSON and YAML. Names every
  /// problem at once.
  ///
  /// @throws Refusal (DATA) for an unknown key or status, and for a key without a value
  public static RecipientFilter of(Map<String, ?> keys) {
    return FilterReader.read(FilterReader.flatten(keys), Refusal.Kind.DATA);
  }

  /// From a JSON object: `{"status": ["approved", "confirmed"], "attributes.size": "L"}`.
  public static RecipientFilter ofJson(String json) {
    JsonNode node;
    try {
      node = JSON.readTree(json);
    } catch (JacksonException e) {
      throw new Refusal(
          Refusal.Kind.DATA, "the filter is not JSON (" + e.getOriginalMessage() + ")");
    }
    if (!node.isObject()) {
      throw new Refusal(Refusal.Kind.DATA, "the filter is not a JSON object");
    }
    return FilterReader.read(FilterReader.flatten(node), Refusal.Kind.DATA);
  }

  /// From the command line: `status=approved,confirmed`. A key may come again and adds values; a
  /// comma inside a value is written `\,`.
  ///
  /// @throws Refusal (USAGE) as `of` does
  public static RecipientFilter ofPairs(List<String> pairs) {
    return FilterReader.read(FilterReader.split(pairs), Refusal.Kind.USAGE);
  }

  public boolean isEveryone() {
    return equals(EVERYONE);
  }

  /// Keys and their values in one fixed order; equal filters give equal maps.
  public Map<String, List<String>> toMap() {
    Map<String, List<String>> map = new LinkedHashMap<>();
    put(map, FilterReader.STATUS, statuses, Words::word);
    put(map, FilterReader.EXCLUDE_STATUS, excludedStatuses, Words::word);
    put(map, FilterReader.CATEGORY, categories, Function.identity());
    put(map, FilterReader.PAYMENT_STATUS, paymentStatuses, Words::word);
    put(map, FilterReader.EMAIL, emails, Function.identity());
    attributes.forEach(
        (name, values) -> put(map, FilterReader.ATTRIBUTES + name, values, Function.identity()));
    return map;
  }

  /// As `ofJson` reads it.
  public String toJson() {
    try {
      return JSON.writeValueAsString(toMap());
    } catch (JacksonException e) {
      throw new IllegalStateException("lists of texts are always JSON", e);
    }
  }

  /// For a person: `status=approved,confirmed attributes.size=L`, or "everyone".
  @Override
  public String toString() {
    StringBuilder words = new StringBuilder();
    toMap()
        .forEach(
            (key, values) -> {
              words.append(words.isEmpty() ? "" : " ").append(key).append('=');
              words.append(
                  String.join(",", values.stream().map(v -> v.replace(",", "\\,")).toList()));
            });
    return words.isEmpty() ? "everyone" : words.toString();
  }

  private static <T> void put(
      Map<String, List<String>> map, String key, Set<T> values, Function<T, String> word) {
    if (!values.isEmpty()) {
      map.put(key, values.stream().map(word).toList());
    }
  }

  private static <T> SortedSet<T> copy(SortedSet<T> values) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(values));
  }
}
