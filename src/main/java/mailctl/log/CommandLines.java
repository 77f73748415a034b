package mailctl.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;

/// What a command that ends has to say beside its answer: the message, in one line.
public final class CommandLines extends EncoderBase<ILoggingEvent> {
  private final String before;

  /// `before` goes in front of every line.
  public CommandLines(String before) {
    this.before = before;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return (before + "mailctl: " + LogLine.message(event) + "\n").getBytes(UTF_8);
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
