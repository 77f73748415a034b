package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;

/// Settles requests in doubt on a person's word. A provider event that comes later is stronger: it
/// makes the request accepted, whatever was said.
public final class Doubts {
  /// What the person says.
  public enum Word {
    /// SendGrid took it.
    SENT,
    /// It was lost; send it again. Whoever got it after all gets it twice.
    RESEND,
    /// Nobody knows; send nothing more.
    GIVE_UP
  }

  /// Who says it, and why; the reason may be empty.
  public record Statement(Word word, String who, String reason) {
    public Statement {
      requireNonNull(word, "word is null");
      requireNonNull(who, "who is null");
      requireNonNull(reason, "reason is null");
    }
  }

  /// What came of it.
  public sealed interface Result {
    /// @param state what the request is now, in words
    /// @param deliveries where the deliveries that it carried are now
    record Settled(
        SubmissionId id,
        ScheduledEmailId email,
        String state,
        int recipients,
        Map<DeliveryStatus, Integer> deliveries)
        implements Result {
      public Settled {
        Map<DeliveryStatus, Integer> counts = new EnumMap<>(DeliveryStatus.class);
        counts.putAll(deliveries);
        deliveries = counts;
      }
    }

    /// `why` completes the sentence "request 7 was left alone: …".
    record Refused(boolean exists, String why) implements Result {
      public Refused {
        requireNonNull(why, "why is null");
      }
    }
  }

  private final DoubtStore store;
  private final DoubtSettlement settlement;
  private final EvidenceStore evidence;
  private final EmailFinish finish;
  private final InstantSource clock;

  Doubts(
      DoubtStore store,
      DoubtSettlement settlement,
      EvidenceStore evidence,
      EmailFinish finish,
      InstantSource clock) {
    this.store = requireNonNull(store, "store is null");
    this.settlement = requireNonNull(settlement, "settlement is null");
    this.evidence = requireNonNull(evidence, "evidence is null");
    this.finish = requireNonNull(finish, "finish is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// The requests of an email that are in doubt, the oldest first.
  public List<SubmissionId> ofEmail(Tx tx, ScheduledEmailId email) {
    return store.ofEmail(tx, email);
  }

  /// The requests in doubt that carried a delivery.
  public List<SubmissionId> ofDelivery(Tx tx, DeliveryId delivery) {
    return store.ofDelivery(tx, delivery);
  }

  /// Where a delivery is now, if there is such a one.
  public Optional<DeliveryStatus> status(Tx tx, DeliveryId delivery) {
    return store.status(tx, delivery);
  }

  /// Of two people who settle the same request at once, one does; the other is told what it is now.
  public Result settle(Tx tx, SubmissionId id, Statement statement) {
    Optional<DoubtStore.Place> found = store.lock(tx, id);
    if (found.isEmpty()) {
      return new Result.Refused(false, "there is no such request");
    }
    DoubtStore.Place place = found.get();
    if (place.state() != SubmissionState.IN_DOUBT) {
      return new Result.Refused(true, "it is not in doubt: " + known(tx, id, place.state()));
    }
    if (statement.word() == Word.RESEND && place.emailStatus().equals("cancelled")) {
      return new Result.Refused(true, "its email is cancelled: nothing of it is sent again");
    }
    if (statement.word() == Word.RESEND && !place.eventStatus().equals("live")) {
      return new Result.Refused(true, "its event is not live: nothing of it is sent again");
    }
    SubmissionState state = state(statement.word());
    Evidence why = Evidence.person(state, statement.who(), statement.reason(), clock.instant());
    List<DeliveryId> deliveries =
        switch (statement.word()) {
          case SENT -> settlement.accept(tx, id, place, why);
          case RESEND -> settlement.sendAgain(tx, id, place, why);
          case GIVE_UP -> settlement.giveUp(tx, id, place, why);
        };
    return new Result.Settled(
        id,
        place.email(),
        state.name().toLowerCase(Locale.ROOT),
        place.recipients(),
        store.statuses(tx, deliveries));
  }

  /// After a settlement is committed: an email that nobody was known to have got may be sent now.
  public void finish(ScheduledEmailId email) {
    finish.finish(email);
  }

  private String known(Tx tx, SubmissionId id, SubmissionState state) {
    String now = state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return evidence
        .latest(tx, id)
        .map(
            last ->
                now
                    + " since "
                    + last.at()
                    + ", by "
                    + last.who()
                    + (last.words().isEmpty() ? "" : " (" + last.words() + ")"))
        .orElse("it is " + now);
  }

  private static SubmissionState state(Word word) {
    return switch (word) {
      case SENT -> SubmissionState.ACCEPTED;
      case RESEND -> SubmissionState.RETURNED;
      case GIVE_UP -> SubmissionState.GIVEN_UP;
    };
  }
}
