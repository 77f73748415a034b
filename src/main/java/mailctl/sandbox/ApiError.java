package mailctl.sandbox;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// One entry of SendGrid's `errors`; an empty field or help goes out as null.
record ApiError(String message, String field, String help) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HELP =
      "http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html#message.";

  ApiError {
    requireNonNull(message, "message is null");
    requireNonNull(field, "field is null");
    requireNonNull(help, "help is null");
  }

  /// About a field, with the help page's anchor for it: the field without its positions.
  static ApiError of(String field, String message) {
    return new ApiError(message, field, HELP + field.replaceAll("\\.\\d+(?=\\.|$)", ""));
  }

  static ApiError bare(String message) {
    return new ApiError(message, "", "");
  }

  static String toJson(List<ApiError> errors) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode array = body.putArray("errors");
    for (ApiError error : errors) {
      ObjectNode entry = array.addObject();
      entry.put("message", error.message);
      putOrNull(entry, "field", error.field);
      putOrNull(entry, "help", error.help);
    }
    return body.toString();
  }

  private static void putOrNull(ObjectNode entry, String name, String value) {
    if (value.isEmpty()) {
      entry.putNull(name);
    } else {
      entry.put(name, value);
    }
  }
}
