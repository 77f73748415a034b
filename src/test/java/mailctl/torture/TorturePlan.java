package mailctl.torture;

import java.time.Duration;

/// @param kills so many, then it settles
/// @param seed of all choices; the instants follow the machine
/// @param limit settles after this long, however few kills there were
/// @param killsPerRestart PostgreSQL is restarted after about so many kills
/// @param shared make a class archive first, which quickens the start of every process
/// @param least the smallest audience of an email
/// @param most the largest
record TorturePlan(
    int kills,
    long seed,
    Duration limit,
    int killsPerRestart,
    boolean shared,
    int least,
    int most) {
  private static final int USUAL_KILLS_PER_RESTART = 20;

  static TorturePlan full(int kills, long seed, Duration limit) {
    return new TorturePlan(kills, seed, limit, USUAL_KILLS_PER_RESTART, true, 100, 500);
  }

  /// For the tests: half a minute, where nothing else goes on.
  static TorturePlan brief(long seed) {
    return new TorturePlan(3, seed, Duration.ofMinutes(3), 1, false, 100, 200);
  }
}
