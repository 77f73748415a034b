package mailctl.provider;

import java.util.List;

/// Writes provider events as the provider's webhook would post them, so that they can be kept and
/// read like any other.
public interface PostWriter {
  byte[] write(List<ProviderEvent> events);
}
