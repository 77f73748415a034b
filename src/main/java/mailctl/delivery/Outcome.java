package mailctl.delivery;

/// What the provider said became of an attempt, from the weakest to the strongest word: a stronger one
/// is never taken back by a weaker one, whichever came first.
enum Outcome {
  PROCESSED,
  DEFERRED,
  DELIVERED,
  BLOCKED,
  DROPPED,
  BOUNCED
}
