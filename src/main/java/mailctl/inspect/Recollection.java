package mailctl.inspect;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.database.Tx;

/// Whoever can say what was known of a delivery at some time.
public interface Recollection {
  /// Empty when there was no such delivery yet.
  Optional<Known> at(Tx tx, long delivery, Instant time);

  /// @param status in the words of the table
  /// @param historySince the history before it was pruned, so that this may lack events
  record Known(
      String status,
      Instant statusAt,
      Optional<Instant> dueAt,
      Optional<String> blockClass,
      String reason,
      List<KnownAttempt> attempts,
      Optional<Instant> historySince) {
    public Known {
      attempts = List.copyOf(attempts);
    }
  }

  /// An attempt that had been begun, and the state of its submission then.
  record KnownAttempt(
      int number,
      String submissionState,
      Optional<AttemptHistory.Outcome> outcome,
      AttemptHistory.Facts facts) {}
}
