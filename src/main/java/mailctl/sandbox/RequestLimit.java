package mailctl.sandbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// So many requests per window, counted from the first one.
final class RequestLimit {
  private final SandboxSettings.AccountLimits limits;
  private final InstantSource clock;
  private Instant reset = Instant.MIN;
  private int used;

  RequestLimit(SandboxSettings.AccountLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /// SendGrid's 429 with its headers when the window is used up.
  synchronized Optional<SandboxAnswer> refusal() {
    Instant now = clock.instant();
    if (!now.isBefore(reset)) {
      reset = Instant.ofEpochSecond(now.plus(limits.window()).getEpochSecond());
      used = 0;
    }
    if (used < limits.requests()) {
      used++;
      return Optional.empty();
    }
    return Optional.of(tooMany(limits.requests(), reset));
  }

  /// SendGrid's 429 for a limit of so many requests until then.
  static SandboxAnswer tooMany(int requests, Instant reset) {
    return SandboxAnswer.json(
            429, "{\"errors\":[{\"field\":null,\"message\":\"too many requests\"}]}")
        .withHeaders(
            Map.of(
                "X-RateLimit-Limit", Integer.toString(requests),
                "X-RateLimit-Remaining", "0",
                "X-RateLimit-Reset", Long.toString(reset.getEpochSecond())));
  }
}
