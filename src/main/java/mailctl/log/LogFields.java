package mailctl.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/// The `key=value` pairs of a line as fields. They are found in the text as the program has it, and
/// values put in afterwards: no value can bring in a key.
final class LogFields {
  private static final Pattern PAIR_OR_HOLE =
      Pattern.compile("\\b([a-z][a-z0-9_]*)=(\"[^\"]*\"|[^\\s\"]+)|\\{}");

  private LogFields() {}

  static Map<String, Object> of(ILoggingEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Object[] values = event.getArgumentArray();
    Object[] given = values == null ? new Object[0] : values;
    int used = 0;
    Matcher matcher = PAIR_OR_HOLE.matcher(String.valueOf(event.getMessage()));
    while (matcher.find()) {
      if (matcher.group(1) == null) {
        used++;
        continue;
      }
      String text = unquoted(matcher.group(2));
      Object value = text.equals("{}") && used < given.length ? plain(given[used]) : text;
      StringBuilder filled = new StringBuilder();
      int from = 0;
      for (int hole = text.indexOf("{}"); hole >= 0; hole = text.indexOf("{}", from)) {
        filled.append(text, from, hole).append(used < given.length ? given[used] : "{}");
        used++;
        from = hole + 2;
      }
      if (from > 0 && !text.equals("{}")) {
        value = filled.append(text.substring(from)).toString();
      }
      fields.put(matcher.group(1), value);
    }
    event.getMDCPropertyMap().forEach(fields::putIfAbsent);
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> fields.put(pair.key, plain(pair.value)));
    }
    return fields;
  }

  private static String unquoted(String text) {
    return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
  }

  /// A number stays one.
  private static Object plain(Object value) {
    return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
  }
}
