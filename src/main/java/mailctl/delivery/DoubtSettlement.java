package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import mailctl.database.Tx;

/// Settles a doubt, once it is decided how. The submission is locked and in doubt.
final class DoubtSettlement {
  private final DoubtStore doubts;
  private final SubmissionStore submissions;
  private final FoldStore deliveries;
  private final Refold refold;
  private final EvidenceStore evidence;

  DoubtSettlement(
      DoubtStore doubts,
      SubmissionStore submissions,
      FoldStore deliveries,
      Refold refold,
      EvidenceStore evidence) {
    this.doubts = requireNonNull(doubts, "doubts is null");
    this.submissions = requireNonNull(submissions, "submissions is null");
    this.deliveries = requireNonNull(deliveries, "deliveries is null");
    this.refold = requireNonNull(refold, "refold is null");
    this.evidence = requireNonNull(evidence, "evidence is null");
  }

  /// It was taken, when it was called: as if an event had proven it.
  List<DeliveryId> accept(Tx tx, SubmissionId id, DoubtStore.Place place, Evidence why) {
    return settle(tx, id, place, why, place.calledAt(), "taken", () -> {});
  }

  /// It was not taken, by a person's word, who wants it sent again.
  List<DeliveryId> sendAgain(Tx tx, SubmissionId id, DoubtStore.Place place, Evidence why) {
    return settle(tx, id, place, why, why.at(), "lost", () -> doubts.wishAgain(tx, id, why.at()));
  }

  /// It was not taken, that is proven: back to the queue.
  List<DeliveryId> returnUntaken(Tx tx, SubmissionId id, DoubtStore.Place place, Evidence why) {
    boolean cancelled = place.emailStatus().equals("cancelled");
    return settle(
        tx, id, place, why, why.at(), "lost", () -> doubts.requeue(tx, id, cancelled, why.at()));
  }

  /// Nobody knows, and nothing more is sent.
  List<DeliveryId> giveUp(Tx tx, SubmissionId id, DoubtStore.Place place, Evidence why) {
    return settle(tx, id, place, why, why.at(), "given up", () -> {});
  }

  private List<DeliveryId> settle(
      Tx tx,
      SubmissionId id,
      DoubtStore.Place place,
      Evidence why,
      Instant since,
      String verdict,
      Runnable change) {
    if (place.state() != SubmissionState.IN_DOUBT) {
      throw new IllegalStateException("submission " + id + " is " + place.state());
    }
    evidence.add(tx, id, why);
    List<DeliveryId> ids = submissions.deliveries(tx, List.of(id));
    deliveries.lock(tx, ids);
    change.run();
    submissions.settle(tx, id, why.state(), detail(verdict, why), since);
    refold.run(tx, ids);
    return ids;
  }

  private static String detail(String verdict, Evidence why) {
    String by =
        switch (why.kind()) {
          case PERSON -> " by " + why.who();
          case EMAIL_LOGS -> " by SendGrid's Email Logs";
          case PROVIDER_EVENT, OWN_ANSWER -> "";
        };
    return verdict + by + (why.words().isEmpty() ? "" : ": " + why.words());
  }
}
