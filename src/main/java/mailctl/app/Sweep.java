package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import mailctl.backfill.AbsenceProof;
import mailctl.campaign.EventFollower;
import mailctl.database.Refusal;
import mailctl.delivery.Canaries;
import mailctl.delivery.DeliveryFeature;
import mailctl.delivery.Dispatched;
import mailctl.delivery.DueEmails;
import mailctl.delivery.EventPartitions;
import mailctl.delivery.Experiments;
import mailctl.webhook.ParkedEventMatcher;
import mailctl.webhook.Pass;
import mailctl.webhook.WebhookProcessor;

/// One bounded pass over everything that is due. Safe beside itself, beside `serve` and beside
/// `send`: whatever another process has claimed is left to it.
public final class Sweep {
  /// What a pass did.
  ///
  /// @param takenOver submissions of processes that died
  /// @param doubts what the provider's logs said about requests in doubt
  /// @param followed emails that moved, stopped or started because their event changed
  /// @param answered deliveries of standing emails, made by what has happened
  /// @param canaries what was decided about emails of which a few had gone first
  /// @param experiments what was decided about emails that have several versions
  /// @param finished emails that are done now
  /// @param notSent why nothing was started and sent although something is due, if so
  public record Report(
      Pass inbox,
      ParkedEventMatcher.Matched matched,
      int takenOver,
      AbsenceProof.Pass doubts,
      int followed,
      int answered,
      Canaries.Pass canaries,
      Experiments.Pass experiments,
      DueEmails.Pass emails,
      Dispatched dispatched,
      int finished,
      Optional<Refusal> notSent) {}

  private final DeliveryFeature delivery;
  private final EventFollower follower;
  private final WebhookProcessor processor;
  private final ParkedEventMatcher matcher;
  private final EventPartitions partitions;
  private final Retention retention;
  private final Optional<AbsenceProof> absenceProof;
  private final Runnable requireProvider;
  private final AtomicBoolean stopping = new AtomicBoolean();

  /// @param requireProvider throws a `Refusal` when nothing can be sent at all
  public Sweep(
      DeliveryFeature delivery,
      EventFollower follower,
      WebhookProcessor processor,
      ParkedEventMatcher matcher,
      EventPartitions partitions,
      Retention retention,
      Optional<AbsenceProof> absenceProof,
      Runnable requireProvider) {
    this.delivery = requireNonNull(delivery, "delivery is null");
    this.follower = requireNonNull(follower, "follower is null");
    this.processor = requireNonNull(processor, "processor is null");
    this.matcher = requireNonNull(matcher, "matcher is null");
    this.partitions = requireNonNull(partitions, "partitions is null");
    this.retention = requireNonNull(retention, "retention is null");
    this.absenceProof = requireNonNull(absenceProof, "absenceProof is null");
    this.requireProvider = requireNonNull(requireProvider, "requireProvider is null");
  }

  /// What the provider has said comes first, so that nobody is mailed who has just opted out. When
  /// nothing can be sent, nothing is started; the rest is done all the same.
  ///
  /// @param limit scheduled emails to start, at most
  public Report runOnce(int limit) {
    partitions.prepare();
    Pass inbox = processor.drain(stopping::get);
    ParkedEventMatcher.Matched matched = matcher.runOnce();
    int takenOver = takeOver();
    AbsenceProof.Pass doubts =
        absenceProof.map(AbsenceProof::runOnce).orElse(AbsenceProof.Pass.NOTHING);
    delivery.cancelling().runOnce();
    int followed = follower.runOnce();
    int answered = delivery.happenings().runOnce();
    Canaries.Pass canaries = delivery.canaries().runOnce();
    Experiments.Pass experiments = delivery.experiments().runOnce();
    boolean isAnyDue = delivery.dueWork().isAny();
    Optional<Refusal> notSent = isAnyDue ? whyNotToSend() : Optional.empty();
    DueEmails.Pass emails = DueEmails.Pass.NOTHING;
    Dispatched dispatched = Dispatched.NOTHING;
    if (isAnyDue && notSent.isEmpty() && !stopping.get()) {
      emails = delivery.dueEmails().runOnce(limit);
      dispatched = delivery.dispatch().everythingDue();
    }
    int finished = delivery.finish().runOnce();
    if (!stopping.get()) {
      retention.runOnce();
    }
    return new Report(
        inbox,
        matched,
        takenOver,
        doubts,
        followed,
        answered,
        canaries,
        experiments,
        emails,
        dispatched,
        finished,
        notSent);
  }

  /// Takes no more work, for good: what is under way is finished first. `runOnce` returns soon.
  public void stop() {
    stopping.set(true);
    delivery.dispatch().stop();
  }

  private Optional<Refusal> whyNotToSend() {
    try {
      requireProvider.run();
      return Optional.empty();
    } catch (Refusal e) {
      return Optional.of(e);
    }
  }

  private int takeOver() {
    int all = 0;
    int last = delivery.leaseExpiry().runOnce();
    while (last > 0) {
      all += last;
      last = delivery.leaseExpiry().runOnce();
    }
    return all;
  }
}
