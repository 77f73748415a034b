package mailctl.delivery;

import static mailctl.delivery.FoldFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import mailctl.provider.EventFingerprint;
import mailctl.provider.ProviderEvent;
import org.junit.jupiter.api.Test;

/// The fold on generated sets of events: the laws of merging, and the status beside a second,
/// slower way to say what the rules are.
final class FoldPropertiesTest {
  private static final long SEED = Long.getLong("mailctl.proof.seed", 20_260_301L);
  private static final int SETS = 20_000 * Integer.getInteger("mailctl.proof.rounds", 1);

  private final DeliveryFold fold = new DeliveryFold(FoldFixture.EXACT);

  @Test
  void merging_is_commutative_associative_and_has_a_neutral_element() {
    for (int set = 0; set < SETS; set++) {
      Random random = new Random(SEED + set);
      Accumulator a = accumulator(events(random, 1, 4));
      Accumulator b = accumulator(events(random, 1, 4));
      Accumulator c = accumulator(events(random, 1, 4));
      assertThat(a.merge(b)).as("set %d", set).isEqualTo(b.merge(a));
      assertThat(a.merge(b).merge(c)).as("set %d", set).isEqualTo(a.merge(b.merge(c)));
      assertThat(a.merge(Accumulator.EMPTY)).as("set %d", set).isEqualTo(a);
    }
  }

  @Test
  void merging_is_idempotent_but_for_counts_which_the_fingerprint_guards() {
    for (int set = 0; set < SETS; set++) {
      Random random = new Random(SEED - set);
      List<ProviderEvent> events = events(random, 1, 8);
      Accumulator once = accumulator(events);
      assertThat(withoutCounts(once.merge(once))).as("set %d", set).isEqualTo(withoutCounts(once));
      List<ProviderEvent> copies = new ArrayList<>(events);
      events.forEach(event -> copies.add(event));
      Collections.shuffle(copies, random);
      assertThat(accumulator(distinct(copies))).as("set %d", set).isEqualTo(once);
    }
  }

  @Test
  void the_accumulator_says_what_the_set_says() {
    for (int set = 0; set < SETS; set++) {
      List<ProviderEvent> events = events(new Random(SEED ^ set), 1, 9);
      Accumulator actual = accumulator(events);
      assertThat(actual.firstEventAt()).as("set %d", set).isEqualTo(first(events));
      assertThat(actual.lastEventAt()).as("set %d", set).isEqualTo(last(events));
      assertThat(actual.deliveredAt())
          .as("set %d", set)
          .isEqualTo(first(only(events, ProviderEvent.Delivered.class)));
      assertThat(actual.spamReportedAt())
          .as("set %d", set)
          .isEqualTo(first(only(events, ProviderEvent.SpamReported.class)));
      assertThat(actual.unsubscribedAt())
          .as("set %d", set)
          .isEqualTo(
              first(
                  Stream.concat(
                          only(events, ProviderEvent.Unsubscribed.class).stream(),
                          only(events, ProviderEvent.GroupUnsubscribed.class).stream())
                      .toList()));
      List<ProviderEvent> human =
          only(events, ProviderEvent.Opened.class).stream()
              .filter(event -> !((ProviderEvent.Opened) event).machine())
              .toList();
      assertThat(actual.opens())
          .as("set %d", set)
          .isEqualTo(new Visits(human.size(), first(human), last(human)));
      assertThat(actual.machineOpens().count())
          .as("set %d", set)
          .isEqualTo(only(events, ProviderEvent.Opened.class).size() - human.size());
      List<ProviderEvent> clicks = only(events, ProviderEvent.Clicked.class);
      assertThat(actual.clicks())
          .as("set %d", set)
          .isEqualTo(new Visits(clicks.size(), first(clicks), last(clicks)));
      assertThat(actual.strongest().map(Verdict::fingerprint))
          .as("set %d", set)
          .isEqualTo(strongest(events).map(EventFingerprint::of));
    }
  }

  @Test
  void the_status_says_what_the_rules_say_whatever_the_order_of_the_attempts() {
    for (int set = 0; set < SETS; set++) {
      Random random = new Random(SEED * 31 + set);
      Map<Integer, List<ProviderEvent>> said = new LinkedHashMap<>();
      List<AttemptState> attempts = new ArrayList<>();
      int blocks = 0;
      for (int number = 1; number <= 1 + random.nextInt(3); number++) {
        List<ProviderEvent> events = events(random, 0, 4);
        said.put(number, events);
        AttemptOrigin origin =
            number > 1 && random.nextInt(4) == 0 ? AttemptOrigin.RESEND : AttemptOrigin.RETRY;
        SubmissionState state =
            random.nextBoolean() ? SubmissionState.ACCEPTED : SubmissionState.IN_DOUBT;
        attempts.add(
            FoldFixture.attempt(number, origin, state, events.toArray(ProviderEvent[]::new)));
        boolean blocked =
            strongest(events).filter(ProviderEvent.Blocked.class::isInstance).isPresent();
        blocks += blocked && origin != AttemptOrigin.RESEND ? 1 : 0;
      }
      DeliveryState expected = expected(said, attempts, blocks);
      Collections.shuffle(attempts, random);
      assertThat(fold.of(FoldFixture.inputs(), attempts)).as("set %d", set).isEqualTo(expected);
    }
    System.out.printf("proof=fold seed=%d sets=%d%n", SEED, 4 * SETS);
  }

  /// The rules once more, read from the last attempt to the first.
  private static DeliveryState expected(
      Map<Integer, List<ProviderEvent>> said, List<AttemptState> attempts, int blocks) {
    List<Integer> latestFirst = said.keySet().stream().sorted(Comparator.reverseOrder()).toList();
    for (int number : latestFirst) {
      Optional<ProviderEvent> word = strongest(events(said, number));
      if (word.isPresent() && word.get() instanceof ProviderEvent.Delivered delivered) {
        return DeliveryState.of(DeliveryStatus.DELIVERED, at(delivered), delivered.response());
      }
    }
    int number = speaker(said, attempts, latestFirst);
    AttemptState latest = attempts.get(number - 1);
    List<ProviderEvent> events = events(said, number);
    if (events.isEmpty()) {
      return DeliveryState.of(
          latest.submission() == SubmissionState.IN_DOUBT
              ? DeliveryStatus.IN_DOUBT
              : DeliveryStatus.SENT,
          latest.since(),
          "");
    }
    Optional<ProviderEvent> word = strongest(events);
    if (word.isEmpty()) {
      return DeliveryState.of(DeliveryStatus.SENT, latest.since(), "");
    }
    boolean everDelivered =
        said.values().stream()
            .flatMap(List::stream)
            .anyMatch(ProviderEvent.Delivered.class::isInstance);
    return switch (word.get()) {
      case ProviderEvent.Processed processed ->
          DeliveryState.of(DeliveryStatus.SENT, at(processed), "");
      case ProviderEvent.Deferred deferred ->
          DeliveryState.of(DeliveryStatus.DEFERRED, at(deferred), deferred.response());
      case ProviderEvent.Dropped dropped ->
          DeliveryState.of(DeliveryStatus.DROPPED, at(dropped), dropped.reason());
      case ProviderEvent.Bounced bounced ->
          DeliveryState.of(DeliveryStatus.BOUNCED, at(bounced), bounced.reason());
      case ProviderEvent.Blocked blocked -> {
        Optional<Duration> wait = everDelivered ? Optional.empty() : wait(blocked, blocks);
        yield new DeliveryState(
            wait.isPresent() ? DeliveryStatus.RETRYING : DeliveryStatus.FAILED,
            at(blocked),
            wait.map(at(blocked)::plus),
            Optional.of(blocked.bounceClass()),
            blocked.reason());
      }
      default -> throw new AssertionError(word.get());
    };
  }

  /// The last one, or, when that was blocked, the last of which the provider has not done with.
  private static int speaker(
      Map<Integer, List<ProviderEvent>> said,
      List<AttemptState> attempts,
      List<Integer> latestFirst) {
    int last = latestFirst.getFirst();
    if (strongest(events(said, last)).filter(ProviderEvent.Blocked.class::isInstance).isEmpty()) {
      return last;
    }
    return latestFirst.stream()
        .filter(
            each ->
                attempts.get(each - 1).submission() == SubmissionState.ACCEPTED
                    || !events(said, each).isEmpty())
        .filter(
            each ->
                strongest(events(said, each))
                    .filter(
                        word ->
                            !(word instanceof ProviderEvent.Processed
                                || word instanceof ProviderEvent.Deferred))
                    .isEmpty())
        .findFirst()
        .orElse(last);
  }

  /// As in `FoldFixture.EXACT`; a block that only resends met counts as the first.
  private static Optional<Duration> wait(ProviderEvent.Blocked blocked, int blocks) {
    List<Integer> hours =
        switch (blocked.bounceClass()) {
          case TECHNICAL -> List.of(1, 4, 24);
          case MAILBOX_UNAVAILABLE -> List.of(24, 72);
          default -> List.of();
        };
    return hours.stream().skip(Math.max(blocks, 1) - 1L).findFirst().map(Duration::ofHours);
  }

  private static List<ProviderEvent> events(Map<Integer, List<ProviderEvent>> said, int number) {
    return said.getOrDefault(number, List.of());
  }

  private static Optional<ProviderEvent> strongest(List<ProviderEvent> events) {
    List<Class<? extends ProviderEvent>> weakestFirst =
        List.of(
            ProviderEvent.Processed.class,
            ProviderEvent.Deferred.class,
            ProviderEvent.Delivered.class,
            ProviderEvent.Blocked.class,
            ProviderEvent.Dropped.class,
            ProviderEvent.Bounced.class);
    return events.stream()
        .filter(event -> weakestFirst.contains(event.getClass()))
        .sorted(
            Comparator.comparing((ProviderEvent event) -> weakestFirst.indexOf(event.getClass()))
                .thenComparing(FoldPropertiesTest::at)
                .thenComparing((Function<ProviderEvent, UUID>) EventFingerprint::of))
        .reduce((_, later) -> later);
  }

  private static Accumulator withoutCounts(Accumulator all) {
    return new Accumulator(
        all.strongest(),
        all.firstEventAt(),
        all.lastEventAt(),
        all.deliveredAt(),
        all.spamReportedAt(),
        all.unsubscribedAt(),
        uncounted(all.opens()),
        uncounted(all.machineOpens()),
        uncounted(all.clicks()),
        uncounted(all.machineClicks()));
  }

  private static Visits uncounted(Visits visits) {
    return new Visits(0, visits.first(), visits.last());
  }

  private static Accumulator accumulator(List<ProviderEvent> events) {
    return events.stream().map(FoldFixture::meaning).reduce(Accumulator.EMPTY, Accumulator::merge);
  }

  private static List<ProviderEvent> distinct(List<ProviderEvent> events) {
    Map<UUID, ProviderEvent> distinct = new LinkedHashMap<>();
    events.forEach(event -> distinct.putIfAbsent(EventFingerprint.of(event), event));
    return List.copyOf(distinct.values());
  }

  private static List<ProviderEvent> only(
      List<ProviderEvent> events, Class<? extends ProviderEvent> type) {
    return events.stream().filter(type::isInstance).toList();
  }

  private static Optional<Instant> first(List<ProviderEvent> events) {
    return events.stream().map(FoldPropertiesTest::at).min(Comparator.naturalOrder());
  }

  private static Optional<Instant> last(List<ProviderEvent> events) {
    return events.stream().map(FoldPropertiesTest::at).max(Comparator.naturalOrder());
  }

  private static Instant at(ProviderEvent event) {
    return event.origin().occurredAt();
  }

  /// Different from one another, in three seconds.
  private static List<ProviderEvent> events(Random random, int least, int most) {
    int size = least + random.nextInt(most - least + 1);
    List<ProviderEvent> events = new ArrayList<>();
    while (events.size() < size) {
      events.add(event(random));
      events = new ArrayList<>(distinct(events));
    }
    return events;
  }

  private static ProviderEvent event(Random random) {
    ProviderEvent.Origin origin =
        new ProviderEvent.Origin(
            START.plusSeconds(random.nextInt(3)),
            "kim@example.org",
            Optional.of("abcd1234.7.1"),
            Optional.empty(),
            random.nextBoolean() ? Optional.empty() : Optional.of("id-" + random.nextInt(9)),
            Optional.empty());
    String words = "words " + random.nextInt(3);
    BounceClass bounceClass = BounceClass.values()[random.nextInt(BounceClass.values().length)];
    return switch (random.nextInt(13)) {
      case 0 -> new ProviderEvent.Processed(origin);
      case 1 -> new ProviderEvent.Deferred(origin, words, "1");
      case 2 -> new ProviderEvent.Delivered(origin, words);
      case 3, 4, 5 -> new ProviderEvent.Blocked(origin, bounceClass, "4.0.0", words);
      case 6 -> new ProviderEvent.Dropped(origin, DropCause.OTHER, words);
      case 7 -> new ProviderEvent.Bounced(origin, bounceClass, "5.0.0", words);
      case 8 ->
          new ProviderEvent.Opened(
              origin, random.nextBoolean(), new ProviderEvent.Visit(words, ""));
      case 9 -> new ProviderEvent.Clicked(origin, words, "", new ProviderEvent.Visit("agent", ""));
      case 10 -> new ProviderEvent.SpamReported(origin);
      case 11 -> new ProviderEvent.Unsubscribed(origin);
      default -> new ProviderEvent.Unrecognized(origin, words);
    };
  }
}
