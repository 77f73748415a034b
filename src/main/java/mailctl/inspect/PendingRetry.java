package mailctl.inspect;

/// A delivery that waits for another attempt.
///
/// @param next when that comes, and why
public record PendingRetry(DeliveryRow delivery, String next) {}
