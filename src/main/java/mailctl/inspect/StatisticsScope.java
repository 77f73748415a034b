package mailctl.inspect;

/// Whose mail is counted.
public sealed interface StatisticsScope {
  record OfEmail(long scheduledEmailId) implements StatisticsScope {}

  record OfEvent(long eventId) implements StatisticsScope {}

  record OfOrganization(long organizationId) implements StatisticsScope {}

  record Overall() implements StatisticsScope {}
}
