package mailctl.inspect;

import java.util.List;

/// A delivery that waits for another attempt.
///
/// @param blocks how often it was blocked on its ladder; the next attempt is the so-many-th retry
/// @param longTried the last block ended a long deferral: SendGrid had tried for days
/// @param stops what keeps it from going out at its time, in words
/// @param next when that comes, and why
public record PendingRetry(
    DeliveryRow delivery, int blocks, boolean longTried, List<String> stops, String next) {
  public PendingRetry {
    stops = List.copyOf(stops);
  }
}
