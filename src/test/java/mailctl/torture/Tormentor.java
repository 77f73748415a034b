package mailctl.torture;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Starts one process after the other and kills each at an instant of its own choice, if it has not
/// ended by then.
final class Tormentor implements Runnable {
  /// What the next process is told; asked anew for each.
  interface Orders {
    List<String> next(Random random);
  }

  /// What a command may end with: done, a conflict, the database or the provider away, try again.
  private static final Set<Integer> EXPECTED = Set.of(0, 1, 69, 75);

  private static final Duration SHORTEST_LIFE = Duration.ofMillis(100);
  private static final int KILLED_BEFORE_READY_PERCENT = 25;

  /// Longer than the lease and the call's time-out together.
  private static final Duration LONGEST_FREEZE = Duration.ofSeconds(6);

  private static final int FROZEN_PERCENT = 10;

  private final Launcher launcher;
  private final Map<String, String> settings;
  private final Orders orders;
  private final Duration longestLife;
  private final Duration longestRest;
  private final StartTime starts;
  private final Random random;
  private final Tally tally;
  private volatile boolean stopping;

  /// @param longestLife after the start is over
  Tormentor(
      Launcher launcher,
      Map<String, String> settings,
      Orders orders,
      Duration longestLife,
      Duration longestRest,
      StartTime starts,
      long seed,
      Tally tally) {
    this.launcher = launcher;
    this.settings = Map.copyOf(settings);
    this.orders = orders;
    this.longestLife = longestLife;
    this.longestRest = longestRest;
    this.starts = starts;
    this.random = new Random(seed);
    this.tally = tally;
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        torment();
        Thread.sleep(share(longestRest, random.nextDouble()));
      }
    } catch (IOException e) {
      tally.complain("a process could not be started: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The process under way is the last one; it still gets killed.
  void stop() {
    stopping = true;
  }

  private void torment() throws IOException, InterruptedException {
    List<String> words = orders.next(random);
    Map<String, String> more = new java.util.HashMap<>(settings);
    int[] sizes = {1, 1, 2, 3, 5, 10, 25, 100, 1000};
    more.put("send.batch-size", Integer.toString(sizes[random.nextInt(sizes.length)]));
    more.put("send.concurrency", Integer.toString(1 + random.nextInt(4)));
    boolean early = random.nextInt(100) < KILLED_BEFORE_READY_PERCENT;
    double instant = random.nextDouble();
    boolean freeze = random.nextInt(100) < FROZEN_PERCENT;
    double frozen = random.nextDouble();
    tally.count("started " + words.getFirst());
    try (Victim victim = launcher.start(more, words)) {
      boolean ended = victim.endsWithin(life(victim, early, instant));
      if (!ended && freeze) {
        tally.count("frozen " + victim.command());
        victim.freeze(share(LONGEST_FREEZE, frozen));
        ended = victim.endsWithin(share(LONGEST_FREEZE, instant));
      }
      if (ended) {
        judge(victim);
      } else {
        victim.kill();
        tally.killed(victim.command());
      }
      tally.errors(victim);
    }
  }

  /// A daemon says when it is of use; of a command one can only guess.
  private Duration life(Victim victim, boolean early, double instant) throws InterruptedException {
    Duration usual = starts.usual();
    if (early) {
      return SHORTEST_LIFE.plus(share(usual, instant));
    }
    String port = settings.get("public.port");
    // A busy machine needs more time to get anywhere.
    Duration busy =
        longestLife.compareTo(usual.multipliedBy(3)) > 0 ? longestLife : usual.multipliedBy(3);
    if (port == null) {
      return SHORTEST_LIFE.plus(share(usual.plus(busy), instant));
    }
    long began = System.nanoTime();
    if (Peace.listens(Integer.parseInt(port), victim)) {
      starts.observe(Duration.ofNanos(System.nanoTime() - began));
    }
    return share(busy, instant);
  }

  private void judge(Victim victim) {
    int code = victim.exitCode();
    tally.count("ended " + victim.command() + " " + code);
    boolean serveMayLeave = code == 69;
    if (victim.command().equals("serve") ? !serveMayLeave : !EXPECTED.contains(code)) {
      tally.complain("ended with " + code + ": " + victim.said());
    }
  }

  private static Duration share(Duration longest, double part) {
    return Duration.ofMillis((long) (part * longest.toMillis()));
  }
}
