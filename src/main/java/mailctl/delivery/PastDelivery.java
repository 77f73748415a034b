package mailctl.delivery;

import static mailctl.database.SqlEnum.word;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.database.SqlEnum;

/// What was known of a delivery at some time.
///
/// @param historySince when that time lies before it, the history may lack events, and this may too
public record PastDelivery(
    String status,
    Instant statusAt,
    Optional<Instant> dueAt,
    Optional<String> blockClass,
    String reason,
    List<PastAttempt> attempts,
    Optional<Instant> historySince) {
  /// An attempt that had been begun by then, and the state that its submission was in.
  public record PastAttempt(
      int number,
      String submissionState,
      Optional<PastOutcome> outcome,
      PastVisits opens,
      PastVisits machineOpens,
      PastVisits clicks,
      PastVisits machineClicks,
      Optional<Instant> spamReportedAt,
      Optional<Instant> unsubscribedAt) {}

  public record PastOutcome(String kind, Instant at, String detail, String reason) {}

  public record PastVisits(int count, Optional<Instant> first, Optional<Instant> last) {
    static PastVisits of(Visits visits) {
      return new PastVisits(visits.count(), visits.first(), visits.last());
    }
  }

  public PastDelivery {
    attempts = List.copyOf(attempts);
  }

  static PastDelivery of(
      DeliveryState state, List<AttemptState> attempts, Optional<Instant> historySince) {
    return new PastDelivery(
        word(state.status()),
        state.at(),
        state.dueAt(),
        state.blockClass().map(SqlEnum::word),
        state.reason(),
        attempts.stream().map(PastDelivery::attempt).toList(),
        historySince);
  }

  private static PastAttempt attempt(AttemptState attempt) {
    Accumulator said = attempt.events();
    return new PastAttempt(
        attempt.number(),
        word(attempt.submission()),
        said.strongest()
            .map(
                verdict ->
                    new PastOutcome(
                        word(verdict.outcome()), verdict.at(), verdict.detail(), verdict.reason())),
        PastVisits.of(said.opens()),
        PastVisits.of(said.machineOpens()),
        PastVisits.of(said.clicks()),
        PastVisits.of(said.machineClicks()),
        said.spamReportedAt(),
        said.unsubscribedAt());
  }
}
