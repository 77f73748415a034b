package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import mailctl.provider.MailRequest;

/// How to send.
///
/// @param batchSize recipients in one request, 1 to 1,000
/// @param concurrency requests under way at a time, in this process and for one email
/// @param lease how long a claim is ours before anybody may take it over
/// @param callTimeout the longest that one call to the provider can take
/// @param gate when to leave the provider alone
public record SendSettings(
    int batchSize, int concurrency, Duration lease, Duration callTimeout, GateSettings gate) {
  private static final int SHARED_RECIPIENTS = 500;
  private static final int MAX_SHARED = 128;
  private static final int MANY = 8;

  /// With the usual gate.
  public SendSettings(int batchSize, int concurrency, Duration lease, Duration callTimeout) {
    this(batchSize, concurrency, lease, callTimeout, GateSettings.USUAL);
  }

  public SendSettings {
    if (batchSize < 1 || batchSize > MailRequest.MAX_RECIPIENTS) {
      throw new IllegalArgumentException("a batch has 1 to 1,000 recipients, not " + batchSize);
    }
    if (concurrency < 1) {
      throw new IllegalArgumentException("at least one request at a time, not " + concurrency);
    }
    requireNonNull(lease, "lease is null");
    requireNonNull(callTimeout, "callTimeout is null");
    requireNonNull(gate, "gate is null");
  }

  /// How many submissions share a transaction at most: so few that each is over soon.
  int shared() {
    return Math.clamp(SHARED_RECIPIENTS / batchSize, 1, MAX_SHARED);
  }

  /// How many workers it takes to keep that many requests under way: while they are, others claim
  /// and settle. A few requests are not worth that.
  int workers() {
    if (concurrency < MANY) {
      return concurrency;
    }
    return shared() > 1 ? 2 * concurrency : concurrency + concurrency / 4;
  }

  /// A call needs its whole time-out and some more to be written down.
  Duration callLease() {
    return callTimeout.plus(lease);
  }
}
