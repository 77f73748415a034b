package mailctl.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.SettableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MailSendCheckTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GOOD =
      """
      {"personalizations":[{"to":[{"email":"ada@example.org"}]}],
       "from":{"email":"team@example.org"},"subject":"Hi",
       "content":[{"type":"text/plain","value":"Hello"}]}
      """;

  private final Sandbox sandbox =
      new Sandbox(
          SandboxSettings.plain(1),
          SettableClock.at("2026-03-01T10:00:00Z"),
          SendGridSigner.generate(),
          Optional.empty());

  @Test
  void a_good_request_is_accepted() {
    assertThat(send(GOOD).status()).isEqualTo(202);
    assertThat(send(GOOD).headers().get("X-Message-Id")).hasSize(22);
  }

  /// The JSON pointer of the parent, the key, the value put there (`-`: removed), the field blamed.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | personalizations | - | personalizations",
        "'' | personalizations | [] | personalizations",
        "'' | personalizations | {} | personalizations",
        "/personalizations/0 | to | - | personalizations.0.to",
        "/personalizations/0 | to | [] | personalizations.0.to",
        "/personalizations/0 | to | [{\"email\":\"nobody\"}] | personalizations.0.to.0.email",
        "/personalizations/0 | to | [{\"email\":null}] | personalizations.0.to.0.email",
        "/personalizations/0 | cc | [{\"email\":\"ADA@example.org\"}] | personalizations.0",
        "/personalizations/0 | subject | \"\" | personalizations.0.subject",
        "/personalizations/0 | headers | {\"Reply-To\":\"x\"} | personalizations.0.headers",
        "/personalizations/0 | headers | {\"X Y\":\"x\"} | personalizations.0.headers",
        "/personalizations/0 | headers | {\"X-A\":\"1\",\"x-a\":\"2\"} | personalizations.0.headers",
        "/personalizations/0 | custom_args | null | personalizations.0.custom_args",
        "'' | from | - | from.email",
        "'' | from | {\"email\":\"x\"} | from.email",
        "'' | from | {\"email\":\"t\u00e9am@example.org\"} | from.email",
        "'' | reply_to | {\"email\":\"x\"} | reply_to.email",
        "'' | subject | - | subject",
        "'' | subject | \"\" | subject",
        "'' | subject | null | subject",
        "'' | content | - | content",
        "'' | content | [] | content",
        "/content/0 | value | \"\" | content.0.value",
        "/content/0 | type | \"text/plain; charset=utf-8\" | content.0.type",
        "'' | content | [{\"type\":\"text/html\",\"value\":\"x\"},{\"type\":\"text/plain\",\"value\":\"x\"}] | content",
        "'' | attachments | null | attachments",
        "'' | send_at | null | send_at",
        "'' | send_at | \"1\" | send_at",
        "'' | send_at | 1772618401 | send_at",
        "'' | categories | [\"a\",\"a\"] | categories",
        "'' | headers | {\"Subject\":\"x\"} | headers",
        "'' | mail_settings | {\"sandbox_mode\":{\"enable\":\"true\"}} | mail_settings.sandbox_mode.enable",
      })
  void what_is_wrong_is_named(String parent, String key, String value, String field)
      throws Exception {
    JsonNode mail = JSON.readTree(GOOD);
    ObjectNode node = (ObjectNode) mail.at(parent);
    if (value.equals("-")) {
      node.remove(key);
    } else {
      node.set(key, JSON.readTree(value));
    }

    SandboxAnswer answer = send(mail.toString());

    assertThat(answer.status()).isEqualTo(400);
    JsonNode error = JSON.readTree(answer.body()).path("errors").path(0);
    assertThat(error.path("field").asText()).isEqualTo(field);
    assertThat(error.path("message").asText()).isNotBlank();
    assertThat(error.path("help").asText())
        .startsWith("http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html#message.")
        .doesNotContain(".0");
    assertThat(sandbox.mailbox().messages()).isEmpty();
  }

  @Test
  void sendgrids_own_words() {
    assertThat(
            send("{\"from\":{\"email\":\"a@b.org\"},\"personalizations\":[{\"to\":[{\"email\":\"a@b.org\"}]},{}],\"subject\":\"s\",\"content\":[{\"type\":\"text/plain\",\"value\":\"x\"}]}")
                .body())
        .isEqualTo(
            "{\"errors\":[{\"message\":\"The to array is required for all personalization objects,"
                + " and must have at least one email object with a valid email address.\",\"field\":"
                + "\"personalizations.1.to\",\"help\":\"http://sendgrid.com/docs/API_Reference/"
                + "Web_API_v3/Mail/errors.html#message.personalizations.to\"}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{} {}",
        "{\"personalizations\":[{\"to\":[{\"email\":\"a@b.org\"}],\"custom_args\":{\"n\":1}}],\"from\":{\"email\":\"a@b.org\"},\"subject\":\"s\",\"content\":[{\"type\":\"text/plain\",\"value\":\"x\"}]}",
      })
  void some_requests_are_just_bad(String body) {
    assertThat(send(body))
        .isEqualTo(
            SandboxAnswer.json(
                400, "{\"errors\":[{\"message\":\"Bad Request\",\"field\":null,\"help\":null}]}"));
  }

  @Test
  void broken_utf_8_is_told_apart() {
    byte[] latin = GOOD.replace("Hello", "Gr\u00fc\u00dfe").getBytes(ISO_8859_1);

    assertThat(sandbox.send("Bearer x", latin).body()).contains("Invalid UTF8 in request.");
  }

  @Test
  void the_limits_are_sendgrids() {
    assertThat(send(withRecipients(1_000, "{}")).status()).isEqualTo(202);
    assertThat(send(withRecipients(1_001, "{}")).status()).isEqualTo(400);
    assertThat(send(withRecipients(1, "{\"a\":\"" + "x".repeat(9_999) + "\"}")).status())
        .isEqualTo(202);
    assertThat(send(withRecipients(1, "{\"a\":\"" + "x".repeat(10_000) + "\"}")).body())
        .contains("personalizations.0.custom_args");
    String substitutions =
        IntStream.range(0, 151)
            .mapToObj(i -> "\"-" + i + "-\":\"x\"")
            .collect(Collectors.joining(",", "{", "}"));
    assertThat(
            send(GOOD.replace("[{\"to\"", "[{\"substitutions\":" + substitutions + ",\"to\""))
                .body())
        .contains("personalizations.0.substitutions");
    SandboxAnswer tooLarge = sandbox.send("Bearer x", new byte[30_000_001]);
    assertThat(tooLarge.status()).isEqualTo(413);
    assertThat(tooLarge.body()).startsWith("<html>\r\n").endsWith("</html>\r\n");
  }

  @Test
  void substitutions_and_dynamic_templates_exclude_each_other() {
    String body =
        """
        {"personalizations":[{"to":[{"email":"a@b.org"}],"substitutions":{"-a-":"b"}}],
         "from":{"email":"a@b.org"},"template_id":"d-1"}
        """;

    assertThat(send(body).body())
        .contains(
            "Substitutions may not be used with dynamic templating",
            "personalizations.0.substitutions");
  }

  @Test
  void sandbox_mode_checks_and_sends_nothing() {
    String body =
        GOOD.strip().replaceAll("}$", ",\"mail_settings\":{\"sandbox_mode\":{\"enable\":true}}}");

    assertThat(send(body).status()).isEqualTo(200);
    assertThat(sandbox.mailbox().messages()).isEmpty();
  }

  private static String withRecipients(int count, String customArgs) {
    String personalizations =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "{\"to\":[{\"email\":\"a"
                        + i
                        + "@b.org\"}],\"custom_args\":"
                        + customArgs
                        + "}")
            .collect(Collectors.joining(","));
    return "{\"personalizations\":["
        + personalizations
        + "],\"from\":{\"email\":\"a@b.org\"},\"subject\":\"s\","
        + "\"content\":[{\"type\":\"text/plain\",\"value\":\"x\"}]}";
  }

  private SandboxAnswer send(String body) {
    return sandbox.send("Bearer x", body.getBytes(UTF_8));
  }
}
