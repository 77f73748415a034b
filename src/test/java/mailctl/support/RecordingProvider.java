package mailctl.support;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import mailctl.provider.MailProvider;
import mailctl.provider.MailRequest;
import mailctl.provider.SubmissionOutcome;

/// Takes everything and remembers it, unless a test gives it another answer.
public final class RecordingProvider implements MailProvider {
  private final List<MailRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  private volatile Function<MailRequest, SubmissionOutcome> answer = _ -> accept();

  @Override
  public SubmissionOutcome submit(MailRequest request) {
    requests.add(request);
    return answer.apply(request);
  }

  public void answer(Function<MailRequest, SubmissionOutcome> newAnswer) {
    answer = newAnswer;
  }

  public void answer(SubmissionOutcome outcome) {
    answer = _ -> outcome;
  }

  public SubmissionOutcome accept() {
    return new SubmissionOutcome.Accepted(Optional.of("message-" + ids.incrementAndGet()));
  }

  public List<MailRequest> requests() {
    return requests;
  }

  public List<String> recipients() {
    return requests.stream()
        .flatMap(request -> request.recipients().stream())
        .map(recipient -> recipient.to().address())
        .toList();
  }

  @Override
  public void close() {}
}
