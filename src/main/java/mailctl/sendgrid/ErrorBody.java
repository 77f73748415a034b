package mailctl.sendgrid;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailctl.provider.MailRequest;

/// The words of an answer that is no success, and the recipients they name by position. Gateways
/// answer in HTML and some answers are empty: then the status speaks.
record ErrorBody(String words, Map<Integer, String> named) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern POSITION =
      Pattern.compile("^personalizations(?:\\.|\\[)(\\d{1,4})(?:\\]|\\.|$)");
  private static final Pattern TITLE =
      Pattern.compile("<title>([^<]*)</title>", Pattern.CASE_INSENSITIVE);
  private static final int LONGEST = 1_000;

  ErrorBody {
    named = Map.copyOf(named);
  }

  static ErrorBody parse(int status, String body) {
    List<String> words = new ArrayList<>();
    Map<Integer, String> named = new TreeMap<>();
    for (JsonNode error : errors(body)) {
      String message = error.path("message").asText("");
      String field = error.path("field").isTextual() ? error.path("field").asText() : "";
      if (message.isEmpty()) {
        continue;
      }
      Matcher position = POSITION.matcher(field);
      if (position.find() && Integer.parseInt(position.group(1)) < MailRequest.MAX_RECIPIENTS) {
        named.merge(
            Integer.valueOf(position.group(1)), message, (one, other) -> one + "; " + other);
      }
      words.add(field.isEmpty() || field.equals("null") ? message : message + " (" + field + ")");
    }
    String text = words.isEmpty() ? "HTTP " + status + title(body) : String.join("; ", words);
    return new ErrorBody(shorten(text), named);
  }

  private static JsonNode errors(String body) {
    if (!body.stripLeading().startsWith("{")) {
      return JSON.createArrayNode();
    }
    try {
      return JSON.readTree(body).path("errors");
    } catch (JacksonException _) {
      return JSON.createArrayNode();
    }
  }

  private static String title(String body) {
    Matcher title = TITLE.matcher(body);
    return title.find() ? ": " + title.group(1).strip() : "";
  }

  private static String shorten(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
