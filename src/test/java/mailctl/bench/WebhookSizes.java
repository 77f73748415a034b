package mailctl.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/// How much of it.
///
/// @param events events in a post
/// @param connections at the same time
/// @param warmup before each measurement
/// @param time of each measurement
/// @param serveEvents how many events a whole `serve` takes and processes at once
/// @param deliveries in the tables while processing; events as many, a fifth of them to warm up
/// @param drains what to drain, one after the other
/// @param floorEvents how many events the floor of processing writes
record WebhookSizes(
    List<Integer> events,
    List<Integer> connections,
    Duration warmup,
    Duration time,
    int serveEvents,
    int deliveries,
    List<Drain> drains,
    int floorEvents) {
  record Drain(Traffic traffic, int workers, int eventsPerPost) {}

  private static final Drain MIXED = new Drain(Traffic.MIXED, 2, 100);

  /// The same with other posts.
  WebhookSizes with(List<Integer> otherEvents, List<Integer> otherConnections) {
    return new WebhookSizes(
        otherEvents, otherConnections, warmup, time, serveEvents, deliveries, drains, floorEvents);
  }

  /// Only these kinds of traffic.
  WebhookSizes only(Predicate<Drain> wanted) {
    return new WebhookSizes(
        events,
        connections,
        warmup,
        time,
        serveEvents,
        deliveries,
        drains.stream().filter(wanted).toList(),
        floorEvents);
  }

  static WebhookSizes full() {
    return new WebhookSizes(
        List.of(1, 10, 100, 1_000),
        List.of(1, 8, 32),
        Duration.ofSeconds(2),
        Duration.ofSeconds(8),
        500_000,
        1_250_000,
        List.of(
            new Drain(Traffic.SEQUENTIAL, 1, 500),
            new Drain(Traffic.SEQUENTIAL, 2, 500),
            new Drain(Traffic.RANDOM, 1, 500),
            new Drain(Traffic.RANDOM, 2, 500),
            MIXED),
        300_000);
  }

  static WebhookSizes quick() {
    return new WebhookSizes(
        List.of(1, 10, 100, 1_000),
        List.of(1, 8, 32),
        Duration.ofMillis(500),
        Duration.ofMillis(1_500),
        100_000,
        250_000,
        List.of(
            new Drain(Traffic.RANDOM, 2, 500),
            MIXED,
            new Drain(Traffic.RANDOM, 1, 500),
            new Drain(Traffic.SEQUENTIAL, 2, 500)),
        60_000);
  }

  /// To see that it works at all.
  static WebhookSizes tiny() {
    return new WebhookSizes(
        List.of(10),
        List.of(2),
        Duration.ofMillis(50),
        Duration.ofMillis(200),
        0,
        10_000,
        List.of(new Drain(Traffic.MIXED, 2, 100)),
        4_000);
  }
}
