package mailctl.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderEvent.Origin;
import mailctl.provider.ProviderEvent.Visit;
import mailctl.sendgrid.SendGridEvent;

/// What SendGrid reports about one message, from acceptance to the end, and whom that puts on a
/// suppression list.
final class Story {
  private static final Visit PERSON =
      new Visit("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "198.51.100.7");
  private static final Visit PROXY = new Visit("Mozilla/5.0", "198.51.100.200");
  private static final String LINK = "https://www.example.org/";
  private static final long GROUP = 1;

  private final MailboxMessage message;
  private final Duration pace;
  private final SuppressionLists suppressions;
  private final List<DueEvent> events = new ArrayList<>();
  private Instant time;

  private Story(MailboxMessage message, Duration pace, SuppressionLists suppressions) {
    this.message = message;
    this.pace = pace;
    this.suppressions = suppressions;
    this.time = message.acceptedAt();
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
    add(new ProviderEvent.Processed(origin("processed")));
    step(1);
    switch (behaviour) {
      case DELIVERED, LOST_RESPONSE, LOST_REQUEST, SLOW, REJECT, SERVER_ERROR -> deliver();
      case HARD_BOUNCE ->
          bounce("550 5.1.1 The email account that you tried to reach does not exist.");
      case BLOCKED, BLOCKED_ONCE ->
          block(
              BounceClass.UNCLASSIFIED,
              "",
              "unable to get mx info: failed to get IPs from PTR record");
      case BLOCKED_MAILBOX_FULL ->
          block(
              BounceClass.MAILBOX_UNAVAILABLE,
              "5.2.2",
              "552 5.2.2 The email account is over quota.");
      case BLOCKED_TECHNICAL ->
          block(BounceClass.TECHNICAL, "4.4.1", "451 4.4.1 Connection timed out, server is busy.");
      case BLOCKED_VOLUME ->
          block(BounceClass.VOLUME, "4.7.28", "421 4.7.28 Unusual rate of mail from your domain.");
      case BLOCKED_REPUTATION ->
          block(
              BounceClass.REPUTATION,
              "5.7.1",
              "554 5.7.1 Service unavailable; client host [192.0.2.25] blocked using a block list.");
      case BLOCKED_CONTENT ->
          block(BounceClass.CONTENT, "5.7.1", "550 5.7.1 Message rejected because of its content.");
      case DEFERRED -> {
        add(
            new ProviderEvent.Deferred(
                origin("deferred-0"), "451 4.3.2 Please try again later", "0"));
        step(1);
        deliver();
      }
      case SPAM -> {
        deliver();
        step(1);
        add(new ProviderEvent.SpamReported(origin("spamreport")));
        list(SuppressionLists.Name.SPAM_REPORTS, "", "");
      }
      case UNSUBSCRIBE -> {
        deliver();
        step(1);
        add(new ProviderEvent.Unsubscribed(origin("unsubscribe")));
        list(SuppressionLists.Name.UNSUBSCRIBES, "", "");
      }
      case GROUP_UNSUBSCRIBE -> {
        deliver();
        step(1);
        add(
            new ProviderEvent.GroupUnsubscribed(
                origin("group_unsubscribe"), OptionalLong.of(GROUP)));
      }
      case OPEN -> {
        deliver();
        step(1);
        add(new ProviderEvent.Opened(origin("open"), false, PERSON));
      }
      case MACHINE_OPEN -> {
        deliver();
        step(1);
        add(new ProviderEvent.Opened(origin("open"), true, PROXY));
      }
      case CLICK -> {
        deliver();
        step(1);
        add(new ProviderEvent.Opened(origin("open"), false, PERSON));
        step(1);
        add(new ProviderEvent.Clicked(origin("click"), LINK, "html:0", PERSON));
      }
      case LATE_BOUNCE -> {
        deliver();
        step(10);
        lateBounce();
      }
      case DROPPED_INVALID, DROPPED_SPAM_CONTENT ->
          throw new IllegalStateException("told above: " + behaviour);
    }
  }

  private void deliver() {
    add(
        new ProviderEvent.Delivered(
            origin("delivered-0"), "250 2.0.0 OK " + time.getEpochSecond() + " sandbox - smtp"));
  }

  private void drop(DropCause cause) {
    add(new ProviderEvent.Dropped(origin("drop"), cause, ""));
  }

  private void bounce(String reason) {
    add(
        new ProviderEvent.Bounced(
            origin("bounce-0"), BounceClass.INVALID_ADDRESS, "5.1.1", reason));
    list(SuppressionLists.Name.BOUNCES, reason, "5.1.1");
  }

  private void block(BounceClass bounceClass, String status, String reason) {
    add(new ProviderEvent.Blocked(origin("bounce-0"), bounceClass, status, reason));
    list(SuppressionLists.Name.BLOCKS, reason, status);
  }

  /// The receiving server took the message and sent it back later: SendGrid no longer knows which
  /// message it was.
  private void lateBounce() {
    Origin known = origin("bounce-1");
    Origin unknown =
        new Origin(
            known.occurredAt(),
            known.email(),
            known.reference(),
            Optional.empty(),
            known.providerEventId(),
            Optional.empty());
    String reason = "550 5.1.1 The mailbox no longer exists.";
    add(new ProviderEvent.Bounced(unknown, BounceClass.INVALID_ADDRESS, "5.1.1", reason));
    list(SuppressionLists.Name.BOUNCES, reason, "5.1.1");
  }

  private Origin origin(String idPrefix) {
    String id = idPrefix + "-1-" + message.messageId() + "-" + message.number();
    return new Origin(
        time,
        message.to(),
        Optional.empty(),
        Optional.of(message.messageId()),
        Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(UTF_8))),
        Optional.of(message.fullId()));
  }

  private void add(ProviderEvent event) {
    events.add(
        new DueEvent(
            time,
            message.messageId(),
            message.number(),
            events.size(),
            new SendGridEvent(event, message.customArgs())));
  }

  private void list(SuppressionLists.Name name, String reason, String status) {
    suppressions.add(name, new SuppressionLists.Entry(message.to(), time, reason, status));
  }

  private void step(int steps) {
    time = time.plus(pace.multipliedBy(steps));
  }
}
