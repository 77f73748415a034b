package mailctl.delivery;

import static java.util.Objects.requireNonNull;
import static mailctl.database.SqlEnum.word;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import mailctl.provider.ProviderEvent;

/// What one provider event adds to the accumulator of its attempt: the same whether it has just
/// come or is read again from the history.
final class EventMeaning {
  private final VisitJudge judge;

  EventMeaning(VisitJudge judge) {
    this.judge = requireNonNull(judge, "judge is null");
  }

  /// @param fingerprint the event's own, which the history keeps
  Accumulator of(ProviderEvent event, UUID fingerprint) {
    Instant at = event.origin().occurredAt();
    return switch (event) {
      case ProviderEvent.Processed _ -> verdict(at, fingerprint, Outcome.PROCESSED, "", "");
      case ProviderEvent.Deferred deferred ->
          verdict(at, fingerprint, Outcome.DEFERRED, "", deferred.response());
      case ProviderEvent.Delivered delivered ->
          verdict(at, fingerprint, Outcome.DELIVERED, "", delivered.response());
      case ProviderEvent.Blocked blocked ->
          verdict(at, fingerprint, Outcome.BLOCKED, word(blocked.bounceClass()), blocked.reason());
      case ProviderEvent.Bounced bounced ->
          verdict(at, fingerprint, Outcome.BOUNCED, word(bounced.bounceClass()), bounced.reason());
      case ProviderEvent.Dropped dropped ->
          verdict(at, fingerprint, Outcome.DROPPED, word(dropped.cause()), dropped.reason());
      case ProviderEvent.SpamReported _ -> new Fact(at).spamReported();
      case ProviderEvent.Unsubscribed _, ProviderEvent.GroupUnsubscribed _ ->
          new Fact(at).unsubscribed();
      case ProviderEvent.Opened opened ->
          new Fact(at).opened(isMachine(opened.machine(), opened.visit()));
      case ProviderEvent.Clicked clicked -> new Fact(at).clicked(isMachine(false, clicked.visit()));
      case ProviderEvent.GroupResubscribed _,
          ProviderEvent.AccountStatusChanged _,
          ProviderEvent.Unrecognized _ ->
          new Fact(at).seen();
    };
  }

  private boolean isMachine(boolean flagged, ProviderEvent.Visit visit) {
    return judge.alone(flagged, visit.userAgent()).isPresent();
  }

  private static Accumulator verdict(
      Instant at, UUID fingerprint, Outcome outcome, String detail, String reason) {
    Verdict verdict = new Verdict(outcome, at, fingerprint, detail, reason);
    Optional<Instant> deliveredAt =
        outcome == Outcome.DELIVERED ? Optional.of(at) : Optional.empty();
    return new Accumulator(
        Optional.of(verdict),
        Optional.of(at),
        Optional.of(at),
        deliveredAt,
        Optional.empty(),
        Optional.empty(),
        Visits.NONE,
        Visits.NONE,
        Visits.NONE,
        Visits.NONE);
  }

  /// Something that happened at a time and says nothing about the status.
  private record Fact(Instant at) {
    Accumulator seen() {
      return visited(Visits.NONE, Visits.NONE, Visits.NONE, Visits.NONE);
    }

    Accumulator spamReported() {
      return make(
          Optional.of(at), Optional.empty(), Visits.NONE, Visits.NONE, Visits.NONE, Visits.NONE);
    }

    Accumulator unsubscribed() {
      return make(
          Optional.empty(), Optional.of(at), Visits.NONE, Visits.NONE, Visits.NONE, Visits.NONE);
    }

    Accumulator opened(boolean machine) {
      return machine
          ? visited(Visits.NONE, Visits.at(at), Visits.NONE, Visits.NONE)
          : visited(Visits.at(at), Visits.NONE, Visits.NONE, Visits.NONE);
    }

    Accumulator clicked(boolean machine) {
      return machine
          ? visited(Visits.NONE, Visits.NONE, Visits.NONE, Visits.at(at))
          : visited(Visits.NONE, Visits.NONE, Visits.at(at), Visits.NONE);
    }

    private Accumulator visited(
        Visits opens, Visits machineOpens, Visits clicks, Visits machineClicks) {
      return make(Optional.empty(), Optional.empty(), opens, machineOpens, clicks, machineClicks);
    }

    private Accumulator make(
        Optional<Instant> spamReported,
        Optional<Instant> unsubscribed,
        Visits opens,
        Visits machineOpens,
        Visits clicks,
        Visits machineClicks) {
      return new Accumulator(
          Optional.empty(),
          Optional.of(at),
          Optional.of(at),
          Optional.empty(),
          spamReported,
          unsubscribed,
          opens,
          machineOpens,
          clicks,
          machineClicks);
    }
  }
}
