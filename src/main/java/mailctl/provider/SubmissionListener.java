package mailctl.provider;

import java.time.Duration;

/// Hears what came of each request. Called by whoever made it: must be quick and must not fail.
@FunctionalInterface
public interface SubmissionListener {
  void answered(MailRequest request, SubmissionOutcome outcome, Duration took);

  static SubmissionListener none() {
    return (_, _, _) -> {};
  }
}
