package mailctl.provider;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// A provider that somebody watches.
public final class ObservedMailProvider implements MailProvider {
  private final MailProvider provider;
  private final SubmissionListener listener;

  public ObservedMailProvider(MailProvider provider, SubmissionListener listener) {
    this.provider = requireNonNull(provider, "provider is null");
    this.listener = requireNonNull(listener, "listener is null");
  }

  @Override
  public SubmissionOutcome submit(MailRequest request) {
    long begun = System.nanoTime();
    SubmissionOutcome outcome = provider.submit(request);
    listener.answered(request, outcome, Duration.ofNanos(System.nanoTime() - begun));
    return outcome;
  }

  @Override
  public void close() {
    provider.close();
  }
}
