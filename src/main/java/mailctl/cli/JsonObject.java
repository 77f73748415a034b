package mailctl.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// One JSON object by the contract: snake_case names, RFC 3339 times in UTC, ids as strings,
/// durations in `_ms`, enums in lower snake; what is absent is unknown.
final class JsonObject {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  private final Map<String, Object> fields = new LinkedHashMap<>();

  JsonObject put(String name, String value) {
    return add(name, value);
  }

  JsonObject put(String name, long value) {
    return add(name, value);
  }

  JsonObject put(String name, double value) {
    return add(name, value);
  }

  JsonObject put(String name, boolean value) {
    return add(name, value);
  }

  JsonObject put(String name, Instant value) {
    return add(name, value.toString());
  }

  JsonObject put(String name, Enum<?> value) {
    return add(name, value.name().toLowerCase(Locale.ROOT));
  }

  JsonObject put(String name, JsonObject value) {
    return add(name, value);
  }

  /// Left out when empty; a value as one of the other methods would write it.
  JsonObject put(String name, Optional<?> value) {
    value.ifPresent(some -> add(name, plain(some)));
    return this;
  }

  /// An id, which is a string for readers whose numbers are doubles.
  JsonObject id(String name, Object id) {
    return add(name, id.toString());
  }

  /// `name` without the unit: `age` is written as `age_ms`.
  JsonObject duration(String name, Duration value) {
    return add(name + "_ms", value.toMillis());
  }

  <T> JsonObject list(String name, Collection<T> values, Function<T, JsonObject> each) {
    return add(name, values.stream().map(each).toList());
  }

  JsonObject texts(String name, Collection<String> values) {
    return add(name, values.stream().toList());
  }

  /// Names that are data, such as the attributes of a registration; any spelling.
  JsonObject map(String name, Map<String, ?> values) {
    Map<String, Object> plain = new LinkedHashMap<>();
    values.forEach((key, value) -> plain.put(key, plain(value)));
    return add(name, plain);
  }

  /// For people and programs alike, over several lines.
  String print() {
    return write(true);
  }

  /// On one line, for output of one object per line.
  String line() {
    return write(false);
  }

  private JsonObject add(String name, Object value) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not snake_case: " + name);
    }
    fields.put(name, value);
    return this;
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Instant time -> time.toString();
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      case Number number -> number;
      case Boolean flag -> flag;
      case JsonObject object -> object;
      case Collection<?> list -> list.stream().map(JsonObject::plain).toList();
      case Duration duration -> throw new IllegalArgumentException("use duration(): " + duration);
      default -> value.toString();
    };
  }

  private String write(boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      if (pretty) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        json.setPrettyPrinter(printer);
      }
      write(json, this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case JsonObject object -> write(json, object.fields);
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
      case Collection<?> list -> {
        json.writeStartArray();
        for (Object each : list) {
          write(json, each);
        }
        json.writeEndArray();
      }
      default -> json.writePOJO(value);
    }
  }
}
