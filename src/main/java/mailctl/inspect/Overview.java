package mailctl.inspect;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All mail at a glance: what needs an eye on it, as numbers.
///
/// @param emails those due nearest to now, in the order of their times
/// @param scheduledEmails how many there are in all
/// @param overdueEmails still scheduled more than ten minutes after their time
/// @param overdueDeliveries attempts that should have been made more than ten minutes ago
public record Overview(
    List<EmailSummary> emails,
    long scheduledEmails,
    long overdueEmails,
    long overdueDeliveries,
    Retries retries,
    Doubts doubts,
    InboxState inbox,
    ProviderLimits limits) {
  public Overview {
    emails = List.copyOf(emails);
  }

  /// Deliveries that wait for another attempt.
  public record Retries(long pending, Optional<Instant> nextAt) {}

  /// Requests whose fate is unknown, and the deliveries that they leave in doubt.
  public record Doubts(long submissions, long deliveries) {}
}
