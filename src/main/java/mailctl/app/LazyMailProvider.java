package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import mailctl.provider.MailProvider;
import mailctl.provider.MailRequest;
import mailctl.provider.SubmissionOutcome;

/// Makes the provider at the first call: most commands need everything but a SendGrid key. Whoever
/// made the provider closes it.
final class LazyMailProvider implements MailProvider {
  private final Supplier<MailProvider> provider;

  LazyMailProvider(Supplier<MailProvider> provider) {
    this.provider = requireNonNull(provider, "provider is null");
  }

  @Override
  public SubmissionOutcome submit(MailRequest request) {
    return provider.get().submit(request);
  }

  @Override
  public void close() {}
}
