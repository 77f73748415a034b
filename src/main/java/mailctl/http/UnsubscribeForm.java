package mailctl.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import mailctl.suppression.OptOut;

/// What a post to an unsubscribe link asks for. A mail program's one click is an opt-out from the
/// organization whatever its body is like, as it cannot ask its user what we meant.
sealed interface UnsubscribeForm {
  record From(OptOut what) implements UnsubscribeForm {}

  record Again() implements UnsubscribeForm {}

  /// Nothing that our page can have sent.
  record Unreadable() implements UnsubscribeForm {}

  /// Far more than the page sends.
  int MOST = 4_096;

  static UnsubscribeForm read(Context context) throws IOException {
    byte[] body = context.req().getInputStream().readNBytes(MOST);
    String type = Objects.requireNonNullElse(context.contentType(), "");
    return type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")
        ? of(new String(body, UTF_8))
        : new From(OptOut.ORGANIZATION);
  }

  static UnsubscribeForm of(String body) {
    Optional<Map<String, String>> fields = fields(body);
    if (fields.isEmpty()) {
      return new Unreadable();
    }
    Map<String, String> all = fields.get();
    if (all.containsKey("List-Unsubscribe")) {
      return new From(OptOut.ORGANIZATION);
    }
    String action = all.getOrDefault("action", "unsubscribe");
    String from = all.getOrDefault("from", "organization");
    return switch (action) {
      case "resubscribe" -> new Again();
      case "unsubscribe" ->
          switch (from) {
            case "event" -> new From(OptOut.EVENT);
            case "organization" -> new From(OptOut.ORGANIZATION);
            case "everything" -> new From(OptOut.EVERYTHING);
            default -> new Unreadable();
          };
      default -> new Unreadable();
    };
  }

  private static Optional<Map<String, String>> fields(String body) {
    Map<String, String> fields = new HashMap<>();
    try {
      for (String pair : body.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          fields.put(
              URLDecoder.decode(pair.substring(0, equals), UTF_8),
              URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
      }
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    return Optional.of(fields);
  }
}
