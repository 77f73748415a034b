package mailctl.sendgrid;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;
import mailctl.provider.ProviderEvent;

/// A provider event as SendGrid would report it, with the custom arguments of its message. The
/// event's own reference need not be among them.
public record SendGridEvent(ProviderEvent event, Map<String, String> customArgs) {
  public SendGridEvent {
    requireNonNull(event, "event is null");
    Map<String, String> args = new TreeMap<>(customArgs);
    event.origin().reference().ifPresent(reference -> args.put(EventReader.REFERENCE, reference));
    customArgs = Map.copyOf(args);
  }

  public SendGridEvent(ProviderEvent event) {
    this(event, Map.of());
  }
}
