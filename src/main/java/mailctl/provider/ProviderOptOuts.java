package mailctl.provider;

import java.util.List;
import java.util.Optional;

/// Changes the provider's suppression lists. Every call may be repeated, is bounded in time, and
/// throws nothing for what the provider or the network do: it answers with words when it failed.
public interface ProviderOptOuts extends AutoCloseable {
  /// As many as one call takes.
  int MOST = 500;

  /// Has the provider send nothing more to these addresses, `MOST` of them at most.
  Optional<String> suppress(List<String> addresses);

  /// Takes an address off a list; that it is not there is as good.
  Optional<String> release(ProviderRecords.SuppressionList list, String address);

  @Override
  void close();
}
