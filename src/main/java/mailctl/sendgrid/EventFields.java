package mailctl.sendgrid;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The fields of one element, as text whatever their JSON type. Of nested values only the position
/// of a clicked link is of use; the rest is passed over, however deep.
final class EventFields {
  /// Nothing that SendGrid writes is nearly as deep.
  private static final int DEEPEST = 64;

  private final Map<String, String> values = new HashMap<>();
  private boolean tooDeep;

  /// Reads the object at whose start `json` stands, up to and including its end.
  static EventFields read(JsonParser json) throws IOException {
    EventFields fields = new EventFields();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value.isStructStart()) {
        fields.readNested(json, name);
      } else if (value != JsonToken.VALUE_NULL) {
        fields.values.put(name, json.getText());
      }
    }
    return fields;
  }

  private void readNested(JsonParser json, String name) throws IOException {
    boolean offset = name.equals("url_offset") && json.currentToken() == JsonToken.START_OBJECT;
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      if (token.isStructStart()) {
        depth++;
        tooDeep |= depth > DEEPEST;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (offset && depth == 1 && token.isScalarValue()) {
        values.put(name + "." + json.currentName(), json.getText());
      }
    }
  }

  boolean tooDeep() {
    return tooDeep;
  }

  /// Empty text when the field is missing or null.
  String text(String name) {
    return Utf8.storable(values.getOrDefault(name, ""));
  }

  /// Without the blanks around it; empty when nothing is left.
  Optional<String> value(String name) {
    String text = text(name).strip();
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
