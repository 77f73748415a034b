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
  static final int MAX_SHARED = 128;
  private static final int SMALL = 100;
  private static final int LARGE_CREWS = 3;
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

  /// How many submissions may share a transaction that touches so many recipients at most, if each
  /// is to be over soon.
  int sharing(int recipients) {
    return Math.clamp(recipients / batchSize, 1, MAX_SHARED);
  }

  /// How many transactions of a kind may run at a time. Small submissions are better off in one
  /// large transaction than in several small ones.
  int crews() {
    return batchSize < SMALL ? 1 : LARGE_CREWS;
  }

  /// How many workers it takes to keep that many requests under way: while they are, others claim
  /// and settle. A few requests are not worth that.
  int workers() {
    if (concurrency < MANY) {
      return concurrency;
    }
    return batchSize < SMALL ? 2 * concurrency : concurrency + concurrency / 4;
  }

  /// A call needs its whole time-out and some more to be written down.
  Duration callLease() {
    return callTimeout.plus(lease);
  }
}
