package mailctl.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/// One JSON object an event, on one line: the words as people see them, and every `key=value` of
/// them as a field of its own.
public final class JsonLines extends LineEncoder {
  private static final Set<String> OURS =
      Set.of("at", "level", "area", "logger", "thread", "message", "exception");

  private final JsonFactory json = new JsonFactory();

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator line = json.createGenerator(bytes)) {
      line.writeStartObject();
      line.writeStringField("at", event.getInstant().toString());
      line.writeStringField(
          "level", event.getLevel().toString().toLowerCase(java.util.Locale.ROOT));
      String logger = event.getLoggerName();
      if (logger.startsWith("mailctl.")) {
        line.writeStringField("area", logger.split("\\.", 3)[1]);
      }
      line.writeStringField("logger", logger.substring(logger.lastIndexOf('.') + 1));
      line.writeStringField("thread", event.getThreadName());
      line.writeStringField("message", LogLine.message(event));
      for (Map.Entry<String, Object> field : LogFields.of(event).entrySet()) {
        write(line, event, field);
      }
      var thrown = LogLine.exception(event);
      if (thrown.isPresent()) {
        line.writeStringField("exception", thrown.get());
      }
      line.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  /// A key that has another meaning here gets a line at its end.
  private static void write(
      JsonGenerator line, ILoggingEvent event, Map.Entry<String, Object> field) throws IOException {
    line.writeFieldName(OURS.contains(field.getKey()) ? field.getKey() + "_" : field.getKey());
    if (field.getValue() instanceof String text) {
      line.writeString(LogLine.clean(event, text));
    } else {
      line.writePOJO(field.getValue());
    }
  }
}
