package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import mailctl.delivery.DeliveryId;
import mailctl.delivery.Reference;
import mailctl.inspect.AcceptedAttempt;
import mailctl.inspect.Inspector;
import mailctl.sandbox.AcceptedMessage;
import mailctl.sandbox.SimulatedEvent;

/// The accepted messages of an email, read page by page.
final class AcceptedMessages implements Iterator<AcceptedMessage> {
  private static final int PAGE = 1_000;

  private final Inspector inspector;
  private final String installation;
  private final long email;
  private final Deque<AcceptedAttempt> page = new ArrayDeque<>();
  private Optional<AcceptedAttempt> last = Optional.empty();
  private boolean over;

  AcceptedMessages(Inspector inspector, String installation, long email) {
    this.inspector = requireNonNull(inspector, "inspector is null");
    this.installation = requireNonNull(installation, "installation is null");
    this.email = email;
  }

  @Override
  public boolean hasNext() {
    if (page.isEmpty() && !over) {
      List<AcceptedAttempt> more = inspector.acceptedAttempts(email, last, PAGE);
      page.addAll(more);
      over = more.size() < PAGE;
      if (!more.isEmpty()) {
        last = Optional.of(more.getLast());
      }
    }
    return !page.isEmpty();
  }

  @Override
  public AcceptedMessage next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    AcceptedAttempt attempt = page.remove();
    return new AcceptedMessage(
        new SimulatedEvent.Message(
            attempt.address(),
            Optional.of(
                new Reference(installation, new DeliveryId(attempt.deliveryId()), attempt.number())
                    .toString()),
            Optional.of(attempt.messageId()),
            Map.of(
                "scheduled_email_id", Long.toString(attempt.scheduledEmailId()),
                "event_id", Long.toString(attempt.eventId()),
                "registration_id", Long.toString(attempt.registrationId()))),
        attempt.deliveryId() + "-" + attempt.number(),
        attempt.acceptedAt());
  }
}
