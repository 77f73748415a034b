package mailctl.sandbox;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderEvent.Origin;
import mailctl.sendgrid.SendGridEvent;
import mailctl.sendgrid.SendGridEventWriter;

/// Which events are reported once more, and whether SendGrid still calls them the same: it has sent
/// events again under another id, and some without any.
final class Duplicates {
  private enum Way {
    SAME_ID,
    OTHER_ID,
    NO_ID
  }

  private final SeededHash hash;
  private final double rate;
  private final boolean otherIds;

  private Duplicates(SeededHash hash, double rate, boolean otherIds) {
    this.hash = requireNonNull(hash, "hash is null");
    this.rate = rate;
    this.otherIds = otherIds;
  }

  /// The same bytes again.
  static Duplicates same(SeededHash hash, double rate) {
    return new Duplicates(hash, rate, false);
  }

  /// A third with their id, a third with another one, a third without.
  static Duplicates inThreeWays(SeededHash hash, double rate) {
    return new Duplicates(hash, rate, true);
  }

  Optional<DueEvent> of(DueEvent event, Duration later) {
    if (rate <= 0) {
      return Optional.empty();
    }
    String element = SendGridEventWriter.element(event.event());
    if (!hash.happens(rate, "duplicate", element)) {
      return Optional.empty();
    }
    Way way = otherIds ? way(element) : Way.SAME_ID;
    Optional<String> id = event.event().event().origin().providerEventId();
    Optional<String> told =
        switch (way) {
          case SAME_ID -> id;
          case OTHER_ID -> Optional.of(hash.id("another id", element));
          case NO_ID -> Optional.empty();
        };
    return Optional.of(event.again(event.due().plus(later), withId(event.event(), told)));
  }

  private Way way(String element) {
    Way[] ways = Way.values();
    return ways[(int) Long.remainderUnsigned(hash.number("way", element), ways.length)];
  }

  private static SendGridEvent withId(SendGridEvent event, Optional<String> id) {
    Origin old = event.event().origin();
    Origin origin =
        new Origin(
            old.occurredAt(),
            old.email(),
            old.reference(),
            old.messageId(),
            id,
            old.fullMessageId());
    return new SendGridEvent(about(origin, event.event()), event.customArgs());
  }

  private static ProviderEvent about(Origin origin, ProviderEvent event) {
    return switch (event) {
      case ProviderEvent.Processed _ -> new ProviderEvent.Processed(origin);
      case ProviderEvent.Deferred it ->
          new ProviderEvent.Deferred(origin, it.response(), it.providerAttempt());
      case ProviderEvent.Delivered it -> new ProviderEvent.Delivered(origin, it.response());
      case ProviderEvent.Blocked it ->
          new ProviderEvent.Blocked(origin, it.bounceClass(), it.smtpStatus(), it.reason());
      case ProviderEvent.Bounced it ->
          new ProviderEvent.Bounced(origin, it.bounceClass(), it.smtpStatus(), it.reason());
      case ProviderEvent.Dropped it -> new ProviderEvent.Dropped(origin, it.cause(), it.reason());
      case ProviderEvent.SpamReported _ -> new ProviderEvent.SpamReported(origin);
      case ProviderEvent.Unsubscribed _ -> new ProviderEvent.Unsubscribed(origin);
      case ProviderEvent.GroupUnsubscribed it ->
          new ProviderEvent.GroupUnsubscribed(origin, it.group());
      case ProviderEvent.GroupResubscribed it ->
          new ProviderEvent.GroupResubscribed(origin, it.group());
      case ProviderEvent.Opened it -> new ProviderEvent.Opened(origin, it.machine(), it.visit());
      case ProviderEvent.Clicked it ->
          new ProviderEvent.Clicked(origin, it.url(), it.link(), it.visit());
      case ProviderEvent.AccountStatusChanged it ->
          new ProviderEvent.AccountStatusChanged(origin, it.change());
      case ProviderEvent.Unrecognized it -> new ProviderEvent.Unrecognized(origin, it.type());
    };
  }
}
