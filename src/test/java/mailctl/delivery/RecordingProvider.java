package mailctl.delivery;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import mailctl.provider.MailProvider;
import mailctl.provider.MailRequest;
import mailctl.provider.SubmissionOutcome;

/// Takes everything and remembers it, unless a test gives it another answer.
final class RecordingProvider implements MailProvider {
  private final List<MailRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  private volatile Function<MailRequest, SubmissionOutcome> answer = _ -> accept();

  @Override
  public SubmissionOutcome submit(MailRequest request) {
    requests.add(request);
    return answer.apply(request);
  }

  void answer(Function<MailRequest, SubmissionOutcome> newAnswer) {
    answer = newAnswer;
  }

  void answer(SubmissionOutcome outcome) {
    answer = _ -> outcome;
  }

  SubmissionOutcome accept() {
    return new SubmissionOutcome.Accepted(Optional.of("message-" + ids.incrementAndGet()));
  }

  List<MailRequest> requests() {
    return requests;
  }

  List<String> recipients() {
    return requests.stream()
        .flatMap(request -> request.recipients().stream())
        .map(recipient -> recipient.to().address())
        .toList();
  }

  @Override
  public void close() {}
}
