package mailctl.inspect;

import java.time.Instant;
import java.util.List;

/// All deliveries that were blocked and go again.
///
/// @param retries the next ones
/// @param classes all of them by the class of the block
/// @param domains those of the most frequent domains
/// @param slowed the domains that get no mail for a while
public record RetryOverview(
    List<PendingRetry> retries, List<Group> classes, List<Group> domains, List<Slowed> slowed) {
  public RetryOverview {
    retries = List.copyOf(retries);
    classes = List.copyOf(classes);
    domains = List.copyOf(domains);
    slowed = List.copyOf(slowed);
  }

  /// Those of one class, or to one domain.
  public record Group(String name, long deliveries, Instant nextAt) {}

  /// @param kind of the blocks that slowed it: reputation or volume
  public record Slowed(String domain, String kind, Instant until) {}
}
