package mailctl.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import mailctl.provider.MailRequest;
import mailctl.provider.SubmissionListener;
import mailctl.provider.SubmissionOutcome;

/// The requests that this process made to SendGrid, and how many recipients were in them.
public final class SendMeters implements SubmissionListener {
  private static final String[] OUTCOMES = {"accepted", "returned", "rejected", "in_doubt"};

  private final MeterRegistry registry;

  /// Every outcome is there from the start, at 0.
  public SendMeters(MeterRegistry registry) {
    this.registry = requireNonNull(registry, "registry is null");
    for (String outcome : OUTCOMES) {
      calls(outcome);
      recipients(outcome);
    }
  }

  @Override
  public void answered(MailRequest request, SubmissionOutcome outcome, Duration took) {
    String word =
        switch (outcome) {
          case SubmissionOutcome.Accepted _ -> "accepted";
          case SubmissionOutcome.Returned _ -> "returned";
          case SubmissionOutcome.Rejected _ -> "rejected";
          case SubmissionOutcome.InDoubt _ -> "in_doubt";
        };
    calls(word).record(took);
    recipients(word).increment(request.recipients().size());
  }

  private Timer calls(String outcome) {
    return Timer.builder("mailctl.send.call")
        .description("requests to SendGrid, by what came of them")
        .tag("outcome", outcome)
        .serviceLevelObjectives(Buckets.CALL)
        .register(registry);
  }

  private Counter recipients(String outcome) {
    return Counter.builder("mailctl.send.recipients")
        .description("recipients of these requests")
        .tag("outcome", outcome)
        .register(registry);
  }
}
