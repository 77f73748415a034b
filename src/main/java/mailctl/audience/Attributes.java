package mailctl.audience;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/// Free attributes between their JSON object and texts. Other applications write the tables, too: a
/// number is read as its digits, a nested value as its JSON, and null as absent.
final class Attributes {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Attributes() {}

  static Map<String, String> read(String json) {
    if (json.equals("{}")) {
      return Map.of();
    }
    try {
      Map<String, String> attributes = new TreeMap<>();
      JSON.readTree(json)
          .properties()
          .forEach(
              entry -> {
                if (!entry.getValue().isNull()) {
                  attributes.put(entry.getKey(), text(entry.getValue()));
                }
              });
      return attributes;
    } catch (JacksonException e) {
      throw new IllegalStateException("the database stores only JSON", e);
    }
  }

  private static String text(JsonNode value) {
    if (value.isNumber()) {
      return value.decimalValue().toPlainString();
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /// `changes` laid over the object `json`, whose other values keep their types; an empty text
  /// takes an attribute away.
  static String overlay(String json, Map<String, String> changes) {
    try {
      ObjectNode object = (ObjectNode) JSON.readTree(json);
      changes.forEach(
          (name, value) -> {
            if (value.isEmpty()) {
              object.remove(name);
            } else if (!object.has(name) || !text(object.get(name)).equals(value)) {
              object.put(name, value);
            }
          });
      return object.equals(JSON.readTree(json)) ? json : object.toString();
    } catch (JacksonException e) {
      throw new IllegalStateException("the database stores only JSON objects", e);
    }
  }

  /// As a JSON object, with null for an empty text.
  static String write(Map<String, String> attributes) {
    ObjectNode object = JSON.createObjectNode();
    attributes.forEach((name, value) -> object.put(name, value.isEmpty() ? null : value));
    return object.toString();
  }
}
