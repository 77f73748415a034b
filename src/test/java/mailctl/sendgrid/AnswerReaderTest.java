package mailctl.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.SettableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerReaderTest {
  private final AnswerReader reader = new AnswerReader(SettableClock.at("2026-03-01T10:00:00Z"));

  @Test
  void accepted_with_or_without_a_message_id_in_whatever_case() {
    assertThat(reader.read(202, Map.of("x-message-ID", "m1"), ""))
        .isEqualTo(new SubmissionOutcome.Accepted(Optional.of("m1")));
    assertThat(reader.read(202, Map.of(), ""))
        .isEqualTo(new SubmissionOutcome.Accepted(Optional.empty()));
  }

  @Test
  void a_400_names_the_recipients_whose_fields_it_blames() {
    SubmissionOutcome outcome =
        reader.read(
            400,
            Map.of(),
            """
            {"errors":[
              {"message":"no to","field":"personalizations.1.to","help":"http://x"},
              {"message":"bad header","field":"personalizations.1.headers","help":null},
              {"message":"duplicate","field":"personalizations.7","help":{"a":1}},
              {"message":"no subject","field":"subject"}]}
            """);

    assertThat(outcome)
        .isEqualTo(
            new SubmissionOutcome.Rejected(
                "no to (personalizations.1.to); bad header (personalizations.1.headers);"
                    + " duplicate (personalizations.7); no subject (subject)",
                Map.of(1, "no to; bad header", 7, "duplicate")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"errors\":[{\"message\":\"Bad Request\",\"field\":null,\"help\":null}]}",
        "{\"errors\":[{\"message\":\"Bad Request\",\"field\":\"null\",\"help\":null}]}",
        "{\"errors\":[{\"message\":\"Bad Request\",\"field\":\"personalizations\"}]}",
        "{\"errors\":[{\"message\":\"Bad Request\",\"field\":\"personalizations.4711.to\"}]}",
        "{\"errors\":\"odd\"}",
        "not json",
        "{\"errors\":[",
        "",
      })
  void a_400_that_names_nobody(String body) {
    assertThat(reader.read(400, Map.of(), body))
        .isInstanceOfSatisfying(
            SubmissionOutcome.Rejected.class,
            rejected -> {
              assertThat(rejected.named()).isEmpty();
              assertThat(rejected.words()).isNotBlank();
            });
  }

  @Test
  void too_large_is_an_html_page_and_nobodys_fault() {
    assertThat(
            reader.read(
                413, Map.of(), "<html><head><title>413 Request Entity Too Large</title></head>"))
        .isEqualTo(
            new SubmissionOutcome.Rejected("HTTP 413: 413 Request Entity Too Large", Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "401, 'The provided authorization grant is invalid, expired, or revoked', UNAUTHORIZED",
    "401, Maximum credits exceeded, CREDITS_EXHAUSTED",
    "403, The from address does not match a verified Sender Identity, FORBIDDEN",
    "403, Too many bad requests. Temporary block, RATE_LIMITED",
    "404, not found, FORBIDDEN",
    "405, method not allowed, FORBIDDEN",
    "406, Accept header missing, FORBIDDEN",
    "415, unsupported, FORBIDDEN",
    "451, Unavailable due to data residency restrictions, FORBIDDEN",
    "307, elsewhere, FORBIDDEN",
    "408, too slow, NOT_CONNECTED",
    "429, too many requests, RATE_LIMITED",
  })
  void what_comes_back_and_why(int status, String message, ReturnCause cause) {
    SubmissionOutcome outcome =
        reader.read(status, Map.of(), "{\"errors\":[{\"message\":\"" + message + "\"}]}");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            SubmissionOutcome.Returned.class,
            returned -> {
              assertThat(returned.cause()).isEqualTo(cause);
              assertThat(returned.words()).isEqualTo(message);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 500, 502, 503, 504, 599})
  void everything_else_is_in_doubt(int status) {
    assertThat(reader.read(status, Map.of(), "<html>"))
        .isInstanceOf(SubmissionOutcome.InDoubt.class);
  }

  @ParameterizedTest
  @CsvSource({
    "X-RateLimit-Reset, 1772359230, 30",
    "x-ratelimit-reset, 1772359230, 30",
    "X-RateLimit-Reset, 1392815263,",
    "X-RateLimit-Reset, 99999999999, 3600",
    "X-RateLimit-Reset, soon,",
    "Retry-After, 7, 7",
    "Other, 1,",
  })
  void a_rate_limit_says_until_when(String header, String value, Long seconds) {
    SubmissionOutcome outcome = reader.read(429, Map.of(header, value), "");

    assertThat(((SubmissionOutcome.Returned) outcome).retryAfter())
        .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
  }
}
