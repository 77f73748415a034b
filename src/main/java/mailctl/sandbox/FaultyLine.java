package mailctl.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The line between a client and the sandbox: it fails before or after a request was taken. What it
/// does to a request depends on the seed, the request's bytes and how often they came.
final class FaultyLine {
  private static final int DROPPED = 0;

  private final SeededHash hash;
  private final Duration slowness;
  private final InstantSource clock;

  // Under the lock of `this`.
  private Faults faults = Faults.NONE;
  private final Map<String, Integer> timesSeen = new HashMap<>();
  private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);

  FaultyLine(SeededHash hash, Duration slowness, InstantSource clock) {
    this.hash = hash;
    this.slowness = slowness;
    this.clock = clock;
  }

  synchronized void become(Faults other) {
    faults = other;
  }

  /// How often each fault has happened so far.
  synchronized Map<Fault, Long> counts() {
    return Collections.unmodifiableMap(new EnumMap<>(counts));
  }

  synchronized void clear() {
    timesSeen.clear();
  }

  /// @param take takes the request and answers it; not called when the request gets lost
  SandboxAnswer through(String content, Supplier<SandboxAnswer> take) {
    Optional<Fault> fault = draw(content);
    SandboxAnswer answer =
        fault.isPresent() && !fault.get().isTaken() ? SandboxAnswer.empty(DROPPED) : take.get();
    if (fault.isPresent() && fault.get().isTaken() && answer.status() != 202) {
      // Refused or lost already: there is nothing left to spoil.
      fault = Optional.empty();
    }
    fault.ifPresent(this::count);
    Duration latency = latency().plus(answer.delay());
    return fault.map(each -> spoil(each, answer, latency)).orElseGet(() -> answer.after(latency));
  }

  private synchronized Optional<Fault> draw(String content) {
    if (faults.percent().isEmpty()) {
      return Optional.empty();
    }
    String id = hash.id(content);
    String times = Integer.toString(timesSeen.merge(id, 1, Integer::sum));
    return faults.at(hash.percentile("fault", id, times));
  }

  private synchronized void count(Fault fault) {
    counts.merge(fault, 1L, Long::sum);
  }

  private synchronized Duration latency() {
    return faults.latency();
  }

  private SandboxAnswer spoil(Fault fault, SandboxAnswer answer, Duration latency) {
    return switch (fault) {
      case LOST_REQUEST, LOST_RESPONSE -> SandboxAnswer.drop().after(latency);
      case STALLED -> SandboxAnswer.drop().after(slowness);
      case LATE_ANSWER -> answer.after(slowness);
      case TOO_MANY ->
          RequestLimit.tooMany(1, Instant.ofEpochSecond(clock.instant().getEpochSecond() + 1))
              .after(latency);
      case SERVER_ERROR ->
          SandboxAnswer.json(500, "{\"errors\":[{\"message\":\"internal server error\"}]}")
              .after(latency);
      case BAD_GATEWAY ->
          new SandboxAnswer(
              502,
              Map.of("Content-Type", "text/html"),
              "<html><body><h1>502 Bad Gateway</h1></body></html>",
              latency,
              false);
    };
  }
}
