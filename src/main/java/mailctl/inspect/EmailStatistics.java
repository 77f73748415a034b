package mailctl.inspect;

/// The numbers of one scheduled email.
public record EmailStatistics(
    long scheduledEmailId, String emailName, String eventSlug, Statistics statistics) {}
