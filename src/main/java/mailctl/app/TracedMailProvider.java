package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import mailctl.provider.MailProvider;
import mailctl.provider.MailRequest;
import mailctl.provider.SubmissionOutcome;
import mailctl.trace.Tracing;

/// A provider each of whose calls is a span.
final class TracedMailProvider implements MailProvider {
  private final MailProvider provider;
  private final Tracing tracing;

  TracedMailProvider(MailProvider provider, Tracing tracing) {
    this.provider = requireNonNull(provider, "provider is null");
    this.tracing = requireNonNull(tracing, "tracing is null");
  }

  @Override
  public SubmissionOutcome submit(MailRequest request) {
    try (Tracing.Span span = tracing.begin(Tracing.Side.CLIENT, "sendgrid.send")) {
      span.put("mailctl.recipients", request.recipients().size());
      SubmissionOutcome outcome = provider.submit(request);
      String word = outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      span.put("mailctl.outcome", word);
      if (!(outcome instanceof SubmissionOutcome.Accepted)) {
        span.failed(word);
      }
      return outcome;
    }
  }

  @Override
  public void close() {
    provider.close();
  }
}
