package mailctl.provider;

/// Whoever takes our mail. Implementations are safe for use by many threads.
public interface MailProvider extends AutoCloseable {
  /// Makes one request and says what is known afterwards. Never repeats a request by itself, never
  /// takes longer than its configured total time-out, and throws nothing for what the provider or
  /// the network do: all of that is an outcome.
  SubmissionOutcome submit(MailRequest request);

  /// Closes connections; calls in progress may end in doubt.
  @Override
  void close();
}
