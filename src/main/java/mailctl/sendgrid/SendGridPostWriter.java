package mailctl.sendgrid;

import java.util.List;
import mailctl.provider.PostWriter;
import mailctl.provider.ProviderEvent;

/// Writes a webhook post as SendGrid does.
public final class SendGridPostWriter implements PostWriter {
  @Override
  public byte[] write(List<ProviderEvent> events) {
    return SendGridEventWriter.post(events.stream().map(SendGridEvent::new).toList());
  }
}
