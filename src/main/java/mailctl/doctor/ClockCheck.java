package mailctl.doctor;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;

/// How far this machine's clock is from the database's, which decides what is due. SendGrid's
/// signatures carry a time of the outside world, so a database that is minutes off refuses them.
public final class ClockCheck implements Check {
  private static final Duration NOTEWORTHY = Duration.ofSeconds(5);
  private static final Duration TOO_MUCH = Duration.ofMinutes(1);

  private final InstantSource here;
  private final InstantSource database;

  public ClockCheck(InstantSource here, InstantSource database) {
    this.here = requireNonNull(here, "here is null");
    this.database = requireNonNull(database, "database is null");
  }

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public Finding look() {
    Duration ahead = Duration.between(here.instant(), database.instant());
    Duration size = ahead.abs();
    String words =
        "the database's clock is %.1f s %s this machine's"
            .formatted(size.toMillis() / 1000.0, ahead.isNegative() ? "behind" : "ahead of");
    String advice = "synchronize both clocks (chrony, systemd-timesyncd)";
    if (size.compareTo(TOO_MUCH) > 0) {
      return Finding.fail(words, advice);
    }
    return size.compareTo(NOTEWORTHY) > 0 ? Finding.warn(words, advice) : Finding.ok(words);
  }
}
