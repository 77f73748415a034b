package mailctl.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import mailctl.sendgrid.SendGridEvent;

/// What SendGrid reports about one message, from acceptance to the end, and whom that puts on a
/// suppression list.
final class Story {
  private final MailboxMessage message;
  private final Duration pace;
  private final SuppressionLists suppressions;
  private final EventMaker make;
  private final List<DueEvent> events = new ArrayList<>();
  private Instant time;

  private Story(MailboxMessage message, Duration pace, SuppressionLists suppressions) {
    this.message = message;
    this.pace = pace;
    this.suppressions = suppressions;
    this.time = message.acceptedAt();
    this.make =
        new EventMaker(
            new SimulatedEvent.Message(
                message.to(),
                Optional.empty(),
                Optional.of(message.messageId()),
                message.customArgs()),
            Integer.toString(message.number()),
            Optional.of(message.fullId()));
  }

  static List<DueEvent> dropped(
      MailboxMessage message, DropCause cause, Duration pace, SuppressionLists suppressions) {
    Story story = new Story(message, pace, suppressions);
    story.drop(cause);
    return story.events;
  }

  static List<DueEvent> of(
      MailboxMessage message, Behaviour behaviour, Duration pace, SuppressionLists suppressions) {
    Story story = new Story(message, pace, suppressions);
    story.tell(behaviour);
    return story.events;
  }

  private void tell(Behaviour behaviour) {
    if (behaviour == Behaviour.DROPPED_INVALID) {
      drop(DropCause.INVALID_ADDRESS);
      list(
          SuppressionLists.Name.INVALID_EMAILS,
          "Mail domain mentioned in email address is unknown",
          "");
      return;
    }
    if (behaviour == Behaviour.DROPPED_SPAM_CONTENT) {
      drop(DropCause.SPAM_CONTENT);
      return;
    }
    add(make.processed(time));
    step(1);
    switch (behaviour) {
      case DELIVERED, LOST_RESPONSE, LOST_REQUEST, SLOW, REJECT, SERVER_ERROR -> deliver();
      case HARD_BOUNCE -> {
        add(make.bounced(time));
        list(SuppressionLists.Name.BOUNCES, SmtpReply.of(BounceClass.INVALID_ADDRESS));
      }
      case BLOCKED, BLOCKED_ONCE -> block(BounceClass.UNCLASSIFIED);
      case BLOCKED_MAILBOX_FULL -> block(BounceClass.MAILBOX_UNAVAILABLE);
      case BLOCKED_TECHNICAL -> block(BounceClass.TECHNICAL);
      case BLOCKED_VOLUME -> block(BounceClass.VOLUME);
      case BLOCKED_REPUTATION -> block(BounceClass.REPUTATION);
      case BLOCKED_CONTENT -> block(BounceClass.CONTENT);
      case DEFERRED -> {
        add(make.deferred(time, 0));
        step(1);
        deliver();
      }
      case SPAM -> {
        deliver();
        step(1);
        add(make.spamReported(time));
        list(SuppressionLists.Name.SPAM_REPORTS, "", "");
      }
      case UNSUBSCRIBE -> {
        deliver();
        step(1);
        add(make.unsubscribed(time));
        list(SuppressionLists.Name.UNSUBSCRIBES, "", "");
      }
      case GROUP_UNSUBSCRIBE -> {
        deliver();
        step(1);
        add(make.groupUnsubscribed(time));
      }
      case OPEN -> {
        deliver();
        step(1);
        add(make.opened(time));
      }
      case MACHINE_OPEN -> {
        deliver();
        step(1);
        add(make.openedByMachine(time));
      }
      case CLICK -> {
        deliver();
        step(1);
        add(make.opened(time));
        step(1);
        add(make.clicked(time));
      }
      case LATE_BOUNCE -> {
        deliver();
        step(10);
        add(make.bouncedLate(time));
        list(SuppressionLists.Name.BOUNCES, SimulatedEvent.GONE, "5.1.1");
      }
      case DROPPED_INVALID, DROPPED_SPAM_CONTENT ->
          throw new IllegalStateException("told above: " + behaviour);
    }
  }

  private void deliver() {
    add(make.delivered(time));
  }

  private void drop(DropCause cause) {
    add(make.dropped(time, cause));
  }

  private void block(BounceClass bounceClass) {
    add(make.blocked(time, bounceClass));
    list(SuppressionLists.Name.BLOCKS, SmtpReply.of(bounceClass));
  }

  private void add(SendGridEvent event) {
    events.add(new DueEvent(time, message.messageId(), message.number(), events.size(), event));
  }

  private void list(SuppressionLists.Name name, SmtpReply reply) {
    list(name, reply.text(), reply.status());
  }

  private void list(SuppressionLists.Name name, String reason, String status) {
    suppressions.add(name, new SuppressionLists.Entry(message.to(), time, reason, status));
  }

  private void step(int steps) {
    time = time.plus(pace.multipliedBy(steps));
  }
}
