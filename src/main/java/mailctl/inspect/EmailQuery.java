package mailctl.inspect;

import java.util.OptionalLong;
import java.util.Set;

/// Which scheduled emails to show.
///
/// @param statuses in the words of the table; none means all
/// @param nearest when there are more than `limit`: those due nearest to now, not the first ones
public record EmailQuery(
    OptionalLong scheduledEmailId,
    OptionalLong eventId,
    Set<String> statuses,
    boolean overdue,
    boolean nearest,
    int limit) {
  private static final int DEFAULT_LIMIT = 100;

  public EmailQuery {
    statuses = Set.copyOf(statuses);
    if (limit < 1) {
      throw new IllegalArgumentException("a limit is positive, not " + limit);
    }
  }

  public static EmailQuery all() {
    return new EmailQuery(
        OptionalLong.empty(), OptionalLong.empty(), Set.of(), false, false, DEFAULT_LIMIT);
  }

  public EmailQuery ofEmail(long id) {
    return new EmailQuery(OptionalLong.of(id), eventId, statuses, overdue, nearest, limit);
  }

  public EmailQuery ofEvent(long id) {
    return new EmailQuery(scheduledEmailId, OptionalLong.of(id), statuses, overdue, nearest, limit);
  }

  public EmailQuery in(Set<String> wanted) {
    return new EmailQuery(scheduledEmailId, eventId, wanted, overdue, nearest, limit);
  }

  /// Only those that are late.
  public EmailQuery onlyOverdue() {
    return new EmailQuery(scheduledEmailId, eventId, statuses, true, nearest, limit);
  }

  public EmailQuery nearestFirst() {
    return new EmailQuery(scheduledEmailId, eventId, statuses, overdue, true, limit);
  }

  public EmailQuery limit(int atMost) {
    return new EmailQuery(scheduledEmailId, eventId, statuses, overdue, nearest, atMost);
  }
}
