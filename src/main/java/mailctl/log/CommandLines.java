package mailctl.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;

/// What a command that ends has to say beside its answer: the message, in one line.
public final class CommandLines extends LineEncoder {
  private final String before;

  /// `before` goes in front of every line.
  public CommandLines(String before) {
    this.before = before;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return (before + "mailctl: " + LogLine.message(event) + "\n").getBytes(UTF_8);
  }
}
