package mailctl.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import mailctl.provider.ParsedPost;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderEventType;
import mailctl.sendgrid.SendGridPostParser;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.SettableClock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What SendGrid was seen to send and answer, from the folder that the property `mailctl.fixtures`
/// names; skipped without one.
final class SendGridConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeAll
  static void needs_a_folder() {
    assumeFalse(System.getProperty("mailctl.fixtures", "").isEmpty());
  }

  @Test
  void documented_and_real_events_all_read_as_what_they_are() throws Exception {
    for (JsonNode event : read("events_reference_all_types.json")) {
      assertReads(event);
    }
    for (JsonNode event : read("test_integration_events.json")) {
      assertReads(event);
    }
    for (JsonNode entry : read("events_real_world_and_odd.json")) {
      for (JsonNode event : entry.path("events")) {
        assertReads(event);
      }
    }
  }

  private static void assertReads(JsonNode event) throws Exception {
    byte[] body = JSON.writeValueAsBytes(List.of(event));
    ParsedPost.Elements post = (ParsedPost.Elements) new SendGridPostParser().parse(body);

    assertThat(post.elements().getFirst())
        .as(event.toString())
        .isInstanceOf(ParsedPost.Readable.class);
    ProviderEvent read = ((ParsedPost.Readable) post.elements().getFirst()).event();
    assertThat(ProviderEventType.of(read)).isEqualTo(expectedType(event));
    assertThat(read.origin().email()).isEqualTo(event.path("email").asText());
    String id = event.path("sg_message_id").asText().strip();
    if (!id.isEmpty() && !id.startsWith("filter")) {
      assertThat(read.origin().messageId()).contains(id.split("\\.")[0]);
    } else {
      assertThat(read.origin().messageId()).isEmpty();
    }
  }

  private static String expectedType(JsonNode event) {
    return switch (event.path("event").asText().toLowerCase(java.util.Locale.ROOT)) {
      case "bounce" -> event.path("type").asText().equals("blocked") ? "blocked" : "bounced";
      case "open" -> "opened";
      case "click" -> "clicked";
      case "spamreport" -> "spam_reported";
      case "unsubscribe" -> "unsubscribed";
      case "group_unsubscribe" -> "group_unsubscribed";
      case "group_resubscribe" -> "group_resubscribed";
      case "account_status_change" -> "account_status_changed";
      case String same -> same;
    };
  }

  @Test
  void requests_are_judged_as_sendgrid_judges_them() throws Exception {
    Sandbox sandbox =
        new Sandbox(
            SandboxSettings.plain(1),
            SettableClock.at("2026-03-01T10:00:00Z"),
            SendGridSigner.generate(),
            Optional.empty());
    for (JsonNode request : read("mail_send_requests.json")) {
      SandboxAnswer answer =
          sandbox.send("Bearer SG.x", request.path("body").toString().getBytes(UTF_8));

      String name = request.path("name").asText();
      assertThat(answer.status()).as(name).isEqualTo(request.path("expect").asInt());
      if (request.has("expect_field")) {
        assertThat(JSON.readTree(answer.body()).at("/errors/0/field").asText())
            .as(name)
            .isEqualTo(request.path("expect_field").asText());
      }
    }
  }

  @Test
  void our_errors_are_sendgrids_to_the_letter() throws Exception {
    JsonNode responses = read("mail_send_responses.json");
    Sandbox sandbox =
        new Sandbox(
            SandboxSettings.plain(1).withApiKey("SG.x"),
            SettableClock.at("2026-03-01T10:00:00Z"),
            SendGridSigner.generate(),
            Optional.empty());
    JsonNode requests = read("mail_send_requests.json");

    assertThat(sandbox.send("Bearer SG.y", new byte[0]).body())
        .isEqualTo(body(responses, "unauthorized"));
    assertThat(sandbox.send("Bearer SG.x", new byte[30_000_001]).body())
        .isEqualTo(body(responses, "payload_too_large_html"));
    assertThat(answer(sandbox, requests, "missing_to_second_personalization"))
        .isEqualTo(body(responses, "validation_to_missing"));
    assertThat(answer(sandbox, requests, "substitutions_with_dynamic_template"))
        .isEqualTo(body(responses, "validation_substitutions_dynamic"));
    assertThat(answer(sandbox, requests, "empty_content_value"))
        .isEqualTo(body(responses, "validation_empty_content"));
    assertThat(answer(sandbox, requests, "custom_arg_integer"))
        .isEqualTo(body(responses, "bad_request_without_field"));
  }

  private static String answer(Sandbox sandbox, JsonNode requests, String name) {
    return sandbox
        .send("Bearer SG.x", named(requests, name).path("body").toString().getBytes(UTF_8))
        .body();
  }

  private static String body(JsonNode responses, String name) {
    return named(responses, name).path("body").asText();
  }

  private static JsonNode named(JsonNode list, String name) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(each -> each.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode read(String file) throws Exception {
    return JSON.readTree(Path.of(System.getProperty("mailctl.fixtures"), file).toFile());
  }
}
