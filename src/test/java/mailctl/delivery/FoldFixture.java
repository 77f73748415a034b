package mailctl.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import mailctl.provider.EventFingerprint;
import mailctl.provider.ProviderEvent;

/// Deliveries, attempts and provider events for tests of the fold; a test states only what matters.
final class FoldFixture {
  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  static final RetryPolicy EXACT =
      new RetryPolicy(
          Map.of(
              BounceClass.TECHNICAL,
              List.of(Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(24)),
              BounceClass.MAILBOX_UNAVAILABLE,
              List.of(Duration.ofHours(24), Duration.ofHours(72))),
          Duration.ZERO);

  private FoldFixture() {}

  static DeliveryInputs inputs() {
    return new DeliveryInputs(
        new DeliveryId(7),
        START,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static AttemptState accepted(int number, ProviderEvent... events) {
    return attempt(number, AttemptOrigin.RETRY, SubmissionState.ACCEPTED, events);
  }

  static AttemptState attempt(
      int number, AttemptOrigin origin, SubmissionState state, ProviderEvent... events) {
    Accumulator accumulator = Accumulator.EMPTY;
    for (ProviderEvent event : events) {
      accumulator = accumulator.merge(meaning(event));
    }
    return new AttemptState(
        number,
        number,
        number == 1 && origin == AttemptOrigin.RETRY ? AttemptOrigin.PLAN : origin,
        state,
        START.plus(Duration.ofMinutes(number)),
        "",
        Optional.empty(),
        accumulator);
  }

  static Accumulator meaning(ProviderEvent event) {
    return new EventMeaning(VisitJudge.USUAL).of(event, EventFingerprint.of(event));
  }

  static ProviderEvent processed(Instant at) {
    return new ProviderEvent.Processed(origin(at));
  }

  static ProviderEvent deferred(Instant at) {
    return new ProviderEvent.Deferred(origin(at), "421 later", "1");
  }

  static ProviderEvent delivered(Instant at) {
    return new ProviderEvent.Delivered(origin(at), "250 OK");
  }

  static ProviderEvent blocked(Instant at, BounceClass bounceClass) {
    return new ProviderEvent.Blocked(origin(at), bounceClass, "4.0.0", "try again");
  }

  static ProviderEvent bounced(Instant at) {
    return new ProviderEvent.Bounced(
        origin(at), BounceClass.INVALID_ADDRESS, "5.1.1", "550 5.1.1 User unknown");
  }

  static ProviderEvent dropped(Instant at) {
    return new ProviderEvent.Dropped(origin(at), DropCause.BOUNCED_ADDRESS, "Bounced Address");
  }

  static ProviderEvent unsubscribed(Instant at) {
    return new ProviderEvent.Unsubscribed(origin(at));
  }

  static ProviderEvent spamReported(Instant at) {
    return new ProviderEvent.SpamReported(origin(at));
  }

  static ProviderEvent opened(Instant at, boolean machine) {
    return new ProviderEvent.Opened(origin(at), machine, new ProviderEvent.Visit("agent", ""));
  }

  static ProviderEvent clicked(Instant at, String url) {
    return new ProviderEvent.Clicked(origin(at), url, "", new ProviderEvent.Visit("agent", ""));
  }

  private static ProviderEvent.Origin origin(Instant at) {
    return new ProviderEvent.Origin(
        at,
        "kim@example.org",
        Optional.of("abcd1234.7.1"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
