package mailctl.backfill;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.provider.ProviderRecords.ListEntry;

/// Whose an entry of a suppression list is: it names an address and a time, and no message. Only
/// what is beyond doubt is said of a message; the address is another matter.
sealed interface Attribution {
  /// SendGrid tries for 72 hours before it gives a message up.
  Duration WINDOW = Duration.ofHours(73);

  /// Clocks differ, and an address known to be bad is dropped at once.
  Duration SKEW = Duration.ofMinutes(5);

  /// As far as the times of one fact differ between the webhook and the list.
  Duration SAME = Duration.ofMinutes(1);

  /// It is about this message.
  record Of(Candidate attempt) implements Attribution {
    public Of {
      requireNonNull(attempt, "attempt is null");
    }
  }

  /// The webhook told us.
  record Known() implements Attribution {}

  /// It may be about several.
  record Ambiguous(int candidates) implements Attribution {}

  /// It is about nothing that we sent lately.
  record Nobody() implements Attribution {}

  /// `attempts` are all that were accepted for the address, in any order.
  static Attribution of(ListEntry entry, List<Candidate> attempts) {
    List<Candidate> candidates =
        attempts.stream()
            .filter(each -> !each.acceptedAt().isAfter(entry.createdAt().plus(SKEW)))
            .filter(each -> !each.acceptedAt().isBefore(entry.createdAt().minus(WINDOW)))
            .toList();
    if (attempts.stream().anyMatch(each -> isKnown(entry, each))) {
      return new Known();
    }
    // The account may send other mail than ours: an end is never put on a message that has one.
    List<Candidate> meant =
        isEnd(entry) ? candidates.stream().filter(Candidate::owed).toList() : candidates;
    if (meant.isEmpty()) {
      return new Nobody();
    }
    return meant.size() == 1 ? new Of(meant.getFirst()) : new Ambiguous(meant.size());
  }

  /// Whether the list says how a message ended.
  private static boolean isEnd(ListEntry entry) {
    return switch (entry.list()) {
      case BOUNCES, BLOCKS, INVALID_EMAILS -> true;
      case SPAM_REPORTS, UNSUBSCRIBES -> false;
    };
  }

  private static boolean isKnown(ListEntry entry, Candidate attempt) {
    return switch (entry.list()) {
      case BOUNCES -> isOutcome(entry, attempt, "bounced");
      case BLOCKS -> isOutcome(entry, attempt, "blocked");
      case INVALID_EMAILS ->
          isOutcome(entry, attempt, "dropped") || isOutcome(entry, attempt, "bounced");
      case SPAM_REPORTS -> isSame(entry, attempt.spamReportedAt());
      case UNSUBSCRIBES -> isSame(entry, attempt.unsubscribedAt());
    };
  }

  private static boolean isOutcome(ListEntry entry, Candidate attempt, String outcome) {
    return attempt.outcome().equals(outcome) && isSame(entry, attempt.outcomeAt());
  }

  private static boolean isSame(ListEntry entry, Optional<Instant> at) {
    return at.filter(time -> Duration.between(time, entry.createdAt()).abs().compareTo(SAME) <= 0)
        .isPresent();
  }
}
