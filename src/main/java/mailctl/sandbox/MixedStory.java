package mailctl.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import mailctl.sendgrid.SendGridEvent;

/// What SendGrid reports about one message of a mix, from `processed` to the last click, at times
/// like those of real mail: seconds to the outcome, minutes between its own tries, hours to an
/// open. All that looks random comes from the seed and the recipient, so that no message depends on
/// another one.
final class MixedStory {
  private static final BounceClass[] BLOCKS = {
    BounceClass.TECHNICAL,
    BounceClass.MAILBOX_UNAVAILABLE,
    BounceClass.VOLUME,
    BounceClass.REPUTATION,
    BounceClass.CONTENT,
    BounceClass.UNCLASSIFIED
  };
  private static final DropCause[] DROPS = {
    DropCause.BOUNCED_ADDRESS, DropCause.UNSUBSCRIBED_ADDRESS, DropCause.SPAM_REPORTING_ADDRESS
  };

  private static final double MEAN_TO_OPEN = 2 * 3600.0;
  private static final long LAST_OPEN = 20 * 3600L;
  private static final int MOST_DEFERRALS = 3;

  private final AcceptedMessage accepted;
  private final int number;
  private final Mix mix;
  private final Random random;
  private final EventMaker make;
  private final List<DueEvent> events = new ArrayList<>();
  private Instant time;

  private MixedStory(AcceptedMessage accepted, int number, Mix mix, Random random) {
    this.accepted = accepted;
    this.number = number;
    this.mix = mix;
    this.random = random;
    this.time = Instant.ofEpochSecond(accepted.acceptedAt().getEpochSecond());
    this.make =
        new EventMaker(
            accepted.message(),
            accepted.recipient(),
            accepted.message().messageId().map(id -> id + ".recvd-simulated-1." + number));
  }

  static List<DueEvent> of(AcceptedMessage accepted, int number, Mix mix, SeededHash hash) {
    Random random =
        new Random(
            hash.number("mix", accepted.message().messageId().orElse(""), accepted.recipient()));
    MixedStory story = new MixedStory(accepted, number, mix, random);
    story.tell();
    return story.events;
  }

  private void tell() {
    Optional<Mix.Rate> outcome = mix.outcome(random.nextDouble());
    pass(1, 3);
    if (outcome.equals(Optional.of(Mix.Rate.DROPPED))) {
      add(make.dropped(time, one(DROPS)));
      return;
    }
    add(make.processed(time));
    if (happens(Mix.Rate.DEFERRED)) {
      defer();
    }
    pass(1, 30);
    if (outcome.isEmpty()) {
      return;
    }
    switch (outcome.get()) {
      case BOUNCE -> add(make.bounced(time));
      case BLOCKED -> add(make.blocked(time, one(BLOCKS)));
      default -> {
        add(make.delivered(time));
        afterDelivery(time);
      }
    }
  }

  private void defer() {
    int times = 1 + random.nextInt(MOST_DEFERRALS);
    for (int i = 0; i < times; i++) {
      pass(1, 20);
      add(make.deferred(time, i));
      pass(5 * 60, 15 * 60);
    }
  }

  private void afterDelivery(Instant delivered) {
    if (happens(Mix.Rate.MACHINE_OPEN)) {
      time = delivered;
      pass(1, 60);
      add(make.openedByMachine(time));
    }
    double attention = random.nextDouble();
    if (attention < mix.of(Mix.Rate.OPEN)) {
      time = delivered.plusSeconds(secondsToOpen());
      add(make.opened(time));
      if (attention < mix.of(Mix.Rate.CLICK)) {
        pass(2, 90);
        add(make.clicked(time));
      }
    }
    if (happens(Mix.Rate.SPAM)) {
      time = delivered;
      pass(60, 3600);
      add(make.spamReported(time));
    }
    if (happens(Mix.Rate.UNSUBSCRIBE)) {
      time = delivered;
      pass(60, 3600);
      add(make.unsubscribed(time));
    }
    if (happens(Mix.Rate.LATE)) {
      double share = 0.5 + random.nextDouble();
      long seconds = Math.max(1, Math.round(mix.lateAfter().toSeconds() * share));
      time = delivered.plus(Duration.ofSeconds(seconds));
      add(make.bouncedLate(time));
    }
  }

  /// Most soon, some very late: exponential.
  private long secondsToOpen() {
    return Math.min(
        LAST_OPEN, 20 + Math.round(-MEAN_TO_OPEN * StrictMath.log(1 - random.nextDouble())));
  }

  private boolean happens(Mix.Rate rate) {
    return random.nextDouble() < mix.of(rate);
  }

  private <T> T one(T[] of) {
    return of[random.nextInt(of.length)];
  }

  private void pass(int least, int most) {
    time = time.plusSeconds(least + random.nextInt(most - least + 1));
  }

  private void add(SendGridEvent event) {
    events.add(
        new DueEvent(
            time, accepted.message().messageId().orElse(""), number, events.size(), event));
  }
}
