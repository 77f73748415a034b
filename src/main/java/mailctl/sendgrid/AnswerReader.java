package mailctl.sendgrid;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;

/// What SendGrid's answer to `POST /v3/mail/send` means for the recipients of the request.
///
/// Only 400 and 413 blame the message. 202 alone is "taken": we never ask for SendGrid's sandbox
/// mode, so a 200 comes from something that is not SendGrid's mail/send, and stays in doubt until a
/// provider event or a person decides. Every other 3xx and 4xx (404, 405, 406, 415, 451, …) says
/// that the URL, region or account is set up wrongly: nothing was taken, the next request would
/// fare alike, and no recipient is to blame, so it comes back and stops the run.
final class AnswerReader {
  /// SendGrid gives no time for its "too many bad requests" block; minutes, it says.
  private static final Duration TEMPORARY_BLOCK = Duration.ofMinutes(5);

  /// Nobody's clock is so far off that a wish beyond this should be obeyed.
  private static final Duration LONGEST_WISH = Duration.ofHours(1);

  private final InstantSource clock;

  AnswerReader(InstantSource clock) {
    this.clock = clock;
  }

  SubmissionOutcome read(int status, Map<String, String> headers, String body) {
    ErrorBody errors = ErrorBody.parse(status, body);
    String words = errors.words();
    return switch (status) {
      case 202 -> new SubmissionOutcome.Accepted(messageId(headers), exhausted(headers));
      case 400 -> new SubmissionOutcome.Rejected(words, errors.named());
      case 413 -> new SubmissionOutcome.Rejected(words, Map.of());
      case 401 ->
          mentions(words, "credits exceeded")
              ? returned(ReturnCause.CREDITS_EXHAUSTED, words)
              : returned(ReturnCause.UNAUTHORIZED, words);
      case 403 ->
          mentions(words, "too many bad requests") || mentions(words, "temporary block")
              ? new SubmissionOutcome.Returned(
                  ReturnCause.RATE_LIMITED, words, Optional.of(TEMPORARY_BLOCK))
              : returned(ReturnCause.FORBIDDEN, words);
      // The server gave up waiting for the rest of the request.
      case 408 -> returned(ReturnCause.NOT_CONNECTED, words);
      case 429 ->
          new SubmissionOutcome.Returned(ReturnCause.RATE_LIMITED, words, retryAfter(headers));
      default ->
          status >= 300 && status < 500
              ? returned(ReturnCause.FORBIDDEN, words)
              : new SubmissionOutcome.InDoubt(words);
    };
  }

  private static SubmissionOutcome returned(ReturnCause cause, String words) {
    return new SubmissionOutcome.Returned(cause, words, Optional.empty());
  }

  private static boolean mentions(String words, String phrase) {
    return words.toLowerCase(Locale.ROOT).contains(phrase);
  }

  private static Optional<String> messageId(Map<String, String> headers) {
    return header(headers, "X-Message-Id").map(String::strip).filter(id -> !id.isEmpty());
  }

  /// That was the last request until the reset.
  private Optional<Duration> exhausted(Map<String, String> headers) {
    return header(headers, "X-RateLimit-Remaining")
        .flatMap(AnswerReader::number)
        .filter(remaining -> remaining == 0)
        .flatMap(_ -> untilReset(headers));
  }

  private Optional<Duration> untilReset(Map<String, String> headers) {
    return header(headers, "X-RateLimit-Reset")
        .flatMap(AnswerReader::number)
        .map(reset -> Duration.between(clock.instant(), Instant.ofEpochSecond(reset)))
        .filter(Duration::isPositive)
        .map(wait -> wait.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wait);
  }

  private Optional<Duration> retryAfter(Map<String, String> headers) {
    // Not SendGrid's own header, but that of gateways before it.
    Optional<Duration> wish =
        header(headers, "Retry-After").flatMap(AnswerReader::number).map(Duration::ofSeconds);
    return untilReset(headers)
        .or(() -> wish.filter(Duration::isPositive))
        .map(wait -> wait.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wait);
  }

  private static Optional<Long> number(String text) {
    String digits = text.strip();
    return digits.matches("\\d{1,11}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
  }

  /// Proxies change the case of header names, and SendGrid's client keeps what it got.
  private static Optional<String> header(Map<String, String> headers, String name) {
    return headers.entrySet().stream()
        .filter(entry -> name.equalsIgnoreCase(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
