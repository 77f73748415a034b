package mailctl.inspect;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What happens next to a delivery, in a sentence. Pure: the same facts give the same words.
final class NextStep {
  static final Set<String> STOPPED = Set.of("paused", "held", "cancelled");

  /// @param restAt when its rest goes on, if it was half sent and moved
  record Email(String status, Optional<Instant> restAt) {}

  private NextStep() {}

  static String of(
      DeliveryRow delivery,
      Email email,
      Optional<AttemptHistory.Request> lastRequest,
      List<DeliveryHistory.SuppressionLine> suppressions,
      Instant now) {
    return switch (delivery.status()) {
      case QUEUED, RETRYING -> nextAttempt(delivery, email, suppressions, now);
      case SENDING -> "it is being sent" + takenOver(lastRequest) + ".";
      case SENT -> "SendGrid has it; its report of what the receiving server said is awaited.";
      case DEFERRED -> "SendGrid goes on trying, for up to 72 hours; nothing for us to do.";
      case DELIVERED -> "nothing: it was delivered.";
      case BOUNCED -> "nothing: the receiving server refused the address for good.";
      case DROPPED -> "nothing: SendGrid chose not to send it" + because(delivery.reason()) + ".";
      case FAILED ->
          "nothing by itself"
              + because(delivery.reason())
              + "; `mailctl resend` makes one more attempt, unless it was delivered before.";
      case IN_DOUBT ->
          "it is not sent again on hope: an event from SendGrid settles it, or a person does with "
              + "`mailctl resolve`"
              + doubt(lastRequest)
              + ".";
      case SKIPPED -> "nothing: it was skipped" + because(skipWords(delivery)) + ".";
      case CANCELLED -> "nothing: it was cancelled.";
    };
  }

  private static String nextAttempt(
      DeliveryRow delivery,
      Email email,
      List<DeliveryHistory.SuppressionLine> suppressions,
      Instant now) {
    Optional<DeliveryHistory.SuppressionLine> suppression =
        suppressions.stream().filter(DeliveryHistory.SuppressionLine::active).findFirst();
    if (STOPPED.contains(email.status())) {
      return "nothing while the scheduled email is " + email.status() + ".";
    }
    if (suppression.isPresent()) {
      return "it will be skipped, not sent: the address is suppressed ("
          + suppression.get().reason()
          + ").";
    }
    if (delivery.choosing()) {
      return "it waits until it is decided which variant goes to the rest: `mailctl schedule variants "
          + delivery.scheduledEmailId()
          + "`.";
    }
    if (delivery.status() == DeliveryStatus.QUEUED && delivery.dueAt().isEmpty()) {
      return "it waits for what becomes of the first recipients (canary): `mailctl schedule show "
          + delivery.scheduledEmailId()
          + "`.";
    }
    String which = "attempt " + (delivery.attempts() + 1);
    // Half sent, the email was given another time for the rest.
    String when =
        Stream.of(delivery.dueAt(), email.restAt())
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder())
            .filter(due -> due.isAfter(now))
            .map(due -> " is due at " + due)
            .orElse(" goes out with the next sweep");
    return which + when + why(delivery) + ".";
  }

  private static String why(DeliveryRow delivery) {
    if (delivery.status() != DeliveryStatus.RETRYING) {
      return "";
    }
    return ", after "
        + delivery.blockClass().map(kind -> "a block (" + words(kind) + ")").orElse("a block")
        + because(delivery.reason());
  }

  private static String takenOver(Optional<AttemptHistory.Request> request) {
    return request
        .filter(last -> last.settledAt().isEmpty())
        .map(
            last ->
                last.state().equals("claimed")
                    ? "; if its process died, it goes back to the queue after " + last.leaseUntil()
                    : "; if its process died, it becomes in doubt after " + last.leaseUntil())
        .orElse("");
  }

  private static String doubt(Optional<AttemptHistory.Request> request) {
    return request
        .map(last -> " (submission " + last.id() + because(last.detail()) + ")")
        .orElse("");
  }

  private static String skipWords(DeliveryRow delivery) {
    return delivery.skipReason().map(NextStep::words).orElse("");
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + reason.strip().replaceAll("[.\\s]+$", "");
  }

  private static String words(String term) {
    return term.replace('_', ' ');
  }
}
