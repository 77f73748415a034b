package mailctl.sandbox;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// How the sandbox behaves. `apiKey` empty: any key will do. `pace` lies between the events of a
/// message (zero: all at once), `slowness` before the answer to a request with a `slow` recipient.
public record SandboxSettings(
    Optional<String> apiKey,
    long seed,
    Rates rates,
    Duration pace,
    Duration slowness,
    AccountLimits limits,
    PostSettings posts,
    Reporting reporting) {
  /// What the account tells: whether it has Email Logs, and how many of a hundred webhook events
  /// are lost on the way, beside all to addresses with `unheard` before their `@`.
  public record Reporting(boolean emailLogs, int lostPercent) {
    public static final Reporting ALL = new Reporting(true, 0);

    public Reporting {
      if (lostPercent < 0 || lostPercent > 100) {
        throw new IllegalArgumentException("a percentage is 0 to 100");
      }
    }
  }

  /// What the account may do: `credits` recipients in all, and `requests` per `window`.
  public record AccountLimits(OptionalLong credits, int requests, Duration window) {
    public static final AccountLimits NONE =
        new AccountLimits(OptionalLong.empty(), Integer.MAX_VALUE, Duration.ofMinutes(1));

    public AccountLimits {
      requireNonNull(credits, "credits is null");
      if (requests < 1 || window.toSeconds() < 1) {
        throw new IllegalArgumentException("a limit is at least one request in one second");
      }
    }
  }

  /// How webhook posts come: so many of a hundred events twice, in order or not, so many events in
  /// a post at most, and again after `redeliverAfter` (doubling) when they are not answered with a
  /// 2xx, `maxTries` times in all.
  public record PostSettings(
      int duplicatePercent,
      boolean shuffled,
      int batchSize,
      int maxTries,
      Duration redeliverAfter) {
    public static final PostSettings PLAIN =
        new PostSettings(0, false, 500, 10, Duration.ofSeconds(1));

    public PostSettings {
      requireNonNull(redeliverAfter, "redeliverAfter is null");
      if (duplicatePercent < 0 || duplicatePercent > 100) {
        throw new IllegalArgumentException("a percentage is 0 to 100");
      }
      if (batchSize < 1 || maxTries < 1 || redeliverAfter.isNegative()) {
        throw new IllegalArgumentException("a post holds an event and is tried at least once");
      }
    }
  }

  public SandboxSettings {
    requireNonNull(apiKey, "apiKey is null");
    requireNonNull(rates, "rates is null");
    requireNonNull(limits, "limits is null");
    requireNonNull(posts, "posts is null");
    requireNonNull(reporting, "reporting is null");
    if (pace.isNegative() || slowness.isNegative()) {
      throw new IllegalArgumentException("pace and slowness are not negative");
    }
  }

  /// Any key, everything at once, nothing odd unless an address asks for it.
  public static SandboxSettings plain(long seed) {
    return new SandboxSettings(
        Optional.empty(),
        seed,
        Rates.ALL_DELIVERED,
        Duration.ZERO,
        Duration.ofSeconds(30),
        AccountLimits.NONE,
        PostSettings.PLAIN,
        Reporting.ALL);
  }

  public SandboxSettings withApiKey(String key) {
    return new SandboxSettings(
        Optional.of(key), seed, rates, pace, slowness, limits, posts, reporting);
  }

  public SandboxSettings withRates(Rates other) {
    return new SandboxSettings(apiKey, seed, other, pace, slowness, limits, posts, reporting);
  }

  public SandboxSettings withPace(Duration other) {
    return new SandboxSettings(apiKey, seed, rates, other, slowness, limits, posts, reporting);
  }

  public SandboxSettings withSlowness(Duration other) {
    return new SandboxSettings(apiKey, seed, rates, pace, other, limits, posts, reporting);
  }

  public SandboxSettings withLimits(AccountLimits other) {
    return new SandboxSettings(apiKey, seed, rates, pace, slowness, other, posts, reporting);
  }

  public SandboxSettings withPosts(PostSettings other) {
    return new SandboxSettings(apiKey, seed, rates, pace, slowness, limits, other, reporting);
  }

  public SandboxSettings withReporting(Reporting other) {
    return new SandboxSettings(apiKey, seed, rates, pace, slowness, limits, posts, other);
  }

  @Override
  public String toString() {
    return "SandboxSettings[seed=" + seed + ", rates=" + rates + ", pace=" + pace + "]";
  }
}
