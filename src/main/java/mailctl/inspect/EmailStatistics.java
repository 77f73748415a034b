package mailctl.inspect;

import java.util.List;

/// The numbers of one scheduled email.
public record EmailStatistics(
    long scheduledEmailId, String emailName, String eventSlug, Statistics statistics) {
  /// The numbers of all of them together.
  public static Statistics total(List<EmailStatistics> emails) {
    return emails.stream()
        .map(EmailStatistics::statistics)
        .reduce(Statistics.NONE, Statistics::plus);
  }
}
