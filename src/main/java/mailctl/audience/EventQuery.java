package mailctl.audience;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// Which events to list: at most `limit` with ids above `after` (0: from the start).
public record EventQuery(
    Optional<OrganizationId> organization, Optional<EventStatus> status, long after, int limit) {
  public EventQuery {
    requireNonNull(organization, "organization is null");
    requireNonNull(status, "status is null");
    if (limit < 1) {
      throw new IllegalArgumentException("limit is not positive");
    }
  }
}
