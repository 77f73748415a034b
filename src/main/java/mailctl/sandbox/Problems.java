package mailctl.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Collects what is wrong with a request, with the checks that several of its parts share.
final class Problems {
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s@<>,;\"\\x00-\\x1f]+@[^\\s@<>,;\"\\x00-\\x1f.]+(\\.[^\\s@<>,;\".]+)*");

  private final List<ApiError> errors = new ArrayList<>();

  void add(String field, String message) {
    errors.add(ApiError.of(field, message));
  }

  /// SendGrid says no more than that about wrong types inside maps.
  void addBadRequest() {
    ApiError bad = ApiError.bare("Bad Request");
    if (!errors.contains(bad)) {
      errors.add(bad);
    }
  }

  List<ApiError> all() {
    return List.copyOf(errors);
  }

  /// Whether `node` is there and of `type`; a missing one is no problem here, a wrong one is.
  boolean is(JsonNode node, String field, String type) {
    if (node.isMissingNode()) {
      return false;
    }
    if (typeOf(node).equals(type)) {
      return true;
    }
    add(field, "Invalid type. Expected: " + type + ", given: " + typeOf(node) + ".");
    return false;
  }

  void address(JsonNode node, String field, String messageWhenInvalid) {
    JsonNode email = node.path("email");
    if (!is(node, field, "object")) {
      return;
    }
    is(node.path("name"), field + ".name", "string");
    if (!email.isTextual() || !ADDRESS.matcher(email.asText()).matches()) {
      add(field + ".email", messageWhenInvalid);
    }
  }

  /// A map of strings to strings of at most `limit` bytes, names and values together.
  boolean strings(JsonNode node, String field, int limit) {
    if (!is(node, field, "object")) {
      return false;
    }
    long bytes = 0;
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isTextual()) {
        addBadRequest();
        return false;
      }
      bytes += length(entry.getKey()) + length(entry.getValue().asText());
    }
    if (bytes > limit) {
      add(field, "The " + lastName(field) + " may not exceed " + limit + " bytes.");
    }
    return true;
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String lastName(String field) {
    return field.substring(field.lastIndexOf('.') + 1);
  }

  private static String typeOf(JsonNode node) {
    return switch (node.getNodeType()) {
      case NUMBER -> node.isIntegralNumber() ? "integer" : "number";
      default -> node.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }
}
