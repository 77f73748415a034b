package mailctl.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/// `%masked` of `logback.xml`: the message as a command shows it.
public final class MaskedMessage extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return LogLine.message(event);
  }
}
