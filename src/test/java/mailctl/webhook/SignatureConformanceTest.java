package mailctl.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// SendGrid's published signatures, read from the folder that the property `mailctl.fixtures`
/// names.
final class SignatureConformanceTest {
  private static final String SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature";
  private static final String TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp";

  private record Post(String key, byte[] body, String timestamp, String signature) {
    SignatureVerifier.Verdict verdict(Instant now) {
      return new SignatureVerifier(
              List.of(key), Duration.ofHours(25), Duration.ofMinutes(5), InstantSource.fixed(now))
          .verify(body, timestamp, signature);
    }

    Post changed(JsonNode change) {
      return new Post(
          change.path("public_key_base64_der").asText(key),
          change.has("body_utf8") ? change.get("body_utf8").asText().getBytes(UTF_8) : body,
          change.path("timestamp").asText(timestamp),
          change.path("signature").asText(signature) + change.path("signature_append").asText(""));
    }
  }

  @TestFactory
  List<DynamicTest> official_vectors() throws IOException {
    String folder = System.getProperty("mailctl.fixtures", "");
    assumeThat(folder).as("-Dmailctl.fixtures=FOLDER").isNotEmpty();
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(folder))) {
      files =
          all.filter(each -> each.getFileName().toString().matches("signed_vector_.*\\.json"))
              .sorted()
              .toList();
    }
    assertThat(files).isNotEmpty();
    Stream.Builder<DynamicTest> tests = Stream.builder();
    for (Path file : files) {
      addTests(file, tests);
    }
    return tests.build().toList();
  }

  private static void addTests(Path file, Stream.Builder<DynamicTest> tests) throws IOException {
    JsonNode vector = new ObjectMapper().readTree(file.toFile());
    Post post =
        new Post(
            vector.get("public_key_base64_der").asText(),
            Base64.getDecoder().decode(vector.get("body_base64").asText()),
            vector.get("headers").get(TIMESTAMP).asText(),
            vector.get("headers").get(SIGNATURE).asText());
    Instant day = Instant.ofEpochSecond(Long.parseLong(post.timestamp())).plusSeconds(60);
    String name = file.getFileName().toString();
    tests.add(
        DynamicTest.dynamicTest(
            name, () -> assertThat(post.verdict(day)).isEqualTo(SignatureVerifier.Verdict.VALID)));
    assertThat(vector.get("negative_cases")).isNotEmpty();
    for (JsonNode negative : vector.get("negative_cases")) {
      Post changed = post.changed(negative.get("change"));
      // A change that we do not know of would test nothing.
      assertThat(changed).as(negative.toString()).isNotEqualTo(post);
      tests.add(
          DynamicTest.dynamicTest(
              name + " " + negative.get("name").asText(),
              () ->
                  assertThat(changed.verdict(day)).isNotEqualTo(SignatureVerifier.Verdict.VALID)));
    }
  }
}
