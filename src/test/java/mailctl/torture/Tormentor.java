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

  private static final Duration SHORTEST_LIFE = Duration.ofMillis(200);

  private final Launcher launcher;
  private final Map<String, String> settings;
  private final Orders orders;
  private final Duration longestLife;
  private final Duration longestRest;
  private final Random random;
  private final Tally tally;
  private volatile boolean stopping;

  Tormentor(
      Launcher launcher,
      Map<String, String> settings,
      Orders orders,
      Duration longestLife,
      Duration longestRest,
      long seed,
      Tally tally) {
    this.launcher = launcher;
    this.settings = Map.copyOf(settings);
    this.orders = orders;
    this.longestLife = longestLife;
    this.longestRest = longestRest;
    this.random = new Random(seed);
    this.tally = tally;
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        torment();
        Thread.sleep(upTo(longestRest));
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
    Duration life = SHORTEST_LIFE.plus(upTo(longestLife.minus(SHORTEST_LIFE)));
    tally.count("started " + words.getFirst());
    try (Victim victim = launcher.start(more, words)) {
      if (victim.endsWithin(life)) {
        judge(victim);
      } else {
        victim.kill();
        tally.killed(victim.command());
      }
      victim.errors().forEach(tally::error);
    }
  }

  private void judge(Victim victim) {
    int code = victim.exitCode();
    tally.count("ended " + victim.command() + " " + code);
    boolean serveMayLeave = code == 69;
    if (victim.command().equals("serve") ? !serveMayLeave : !EXPECTED.contains(code)) {
      tally.complain("ended with " + code + ": " + victim.said());
    }
  }

  private Duration upTo(Duration longest) {
    return Duration.ofMillis((long) (random.nextDouble() * longest.toMillis()));
  }
}
