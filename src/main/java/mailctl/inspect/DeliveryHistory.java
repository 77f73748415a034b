package mailctl.inspect;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One delivery and everything that is known of it.
///
/// @param events what the provider said, in the order of its own times
/// @param suppressions all that apply to its address here, lifted ones too
/// @param next what happens next, in a sentence
public record DeliveryHistory(
    DeliveryRow delivery,
    Inputs inputs,
    List<AttemptHistory> attempts,
    List<EventLine> events,
    List<SuppressionLine> suppressions,
    String next) {
  public DeliveryHistory {
    attempts = List.copyOf(attempts);
    events = List.copyOf(events);
    suppressions = List.copyOf(suppressions);
  }

  /// The number of the attempt that arrived beside an earlier one, which a person had called lost.
  public Optional<Integer> mailedTwiceWith() {
    boolean taken = false;
    for (AttemptHistory attempt : attempts) {
      if (taken && attempt.wasTaken() && attempt.origin().equals("resend")) {
        return Optional.of(attempt.number());
      }
      taken |= attempt.wasTaken() && !attempt.wasRefused();
    }
    return Optional.empty();
  }

  /// What was decided about it, by us or by a person.
  ///
  /// @param variant which version of the email, of several, it brings
  /// @param tested it was among those who got theirs first
  public record Inputs(
      String organizationSlug,
      long eventId,
      String emailStatus,
      Optional<String> emailStatusReason,
      long registrationId,
      String registrationName,
      int occurrence,
      Instant createdAt,
      Optional<String> skipReason,
      String skipDetail,
      Optional<Instant> cancelledAt,
      Optional<Instant> notBefore,
      Optional<Instant> resendAt,
      Optional<Integer> batchLimit,
      Optional<String> variant,
      boolean tested) {}

  /// One provider event.
  ///
  /// @param attempt the number of the attempt that it was about
  /// @param machine whether the provider took a machine for its cause; empty when it did not say
  public record EventLine(
      String type,
      Instant occurredAt,
      Instant receivedAt,
      Optional<Integer> attempt,
      Optional<String> blockClass,
      Optional<String> reason,
      Optional<String> smtpStatus,
      Optional<Boolean> machine,
      Optional<String> url,
      Optional<String> userAgent) {}

  /// Why this address must not be mailed, or once must not.
  ///
  /// @param suppressedAt by the provider's time, where its event decided
  /// @param recordedAt since when we know
  public record SuppressionLine(
      long id,
      String scope,
      String reason,
      String source,
      String evidence,
      Instant suppressedAt,
      Instant recordedAt,
      Optional<Instant> liftedAt) {
    public boolean active() {
      return liftedAt.isEmpty();
    }
  }
}
