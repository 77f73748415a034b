package mailctl.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// One line an event, for people: time, level, who, what; then the lines of an exception.
public final class TextLines extends LineEncoder {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  private final String before;

  /// `before` goes in front of every line.
  public TextLines(String before) {
    this.before = before;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(before);
    String logger = event.getLoggerName();
    line.append(TIME.format(event.getInstant()))
        .append(' ')
        .append(String.format("%-5s", event.getLevel()))
        .append(' ')
        .append(logger.substring(logger.lastIndexOf('.') + 1))
        .append(' ')
        .append(LogLine.message(event));
    event
        .getMDCPropertyMap()
        .forEach(
            (key, value) -> {
              if (!String.valueOf(event.getMessage()).contains(key + "=")) {
                line.append(' ').append(key).append('=').append(LogLine.clean(event, value));
              }
            });
    line.append('\n');
    LogLine.exception(event).ifPresent(line::append);
    return line.toString().getBytes(UTF_8);
  }
}
