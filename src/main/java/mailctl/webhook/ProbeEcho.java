package mailctl.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What arrived of a probe. `keys` are the digests of the keys that posts are verified with; `via`
/// what those in between say of themselves.
public record ProbeEcho(
    String bodyDigest,
    long bodyBytes,
    SignatureVerifier.Verdict verdict,
    Instant at,
    List<String> keys,
    Optional<String> via) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public ProbeEcho {
    requireNonNull(bodyDigest, "bodyDigest is null");
    requireNonNull(verdict, "verdict is null");
    requireNonNull(at, "at is null");
    keys = List.copyOf(keys);
    requireNonNull(via, "via is null");
  }

  public static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// However it is written: PEM or base64.
  public static String keyDigest(String key) {
    String bare = key.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
    return digest(bare.getBytes(US_ASCII)).substring(0, 16);
  }

  public String toJson() {
    ObjectNode json =
        JSON.createObjectNode()
            .put("mailctl_probe", 1)
            .put("body_sha256", bodyDigest)
            .put("body_bytes", bodyBytes)
            .put("verdict", verdict.name())
            .put("at", at.toString());
    keys.forEach(json.putArray("keys")::add);
    via.ifPresent(words -> json.put("via", words));
    return json.toString();
  }

  /// Empty when it is something else.
  public static Optional<ProbeEcho> parse(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (json == null || json.path("mailctl_probe").asInt(0) != 1) {
        return Optional.empty();
      }
      List<String> keys = new ArrayList<>();
      json.path("keys").forEach(each -> keys.add(each.asText("")));
      return Optional.of(
          new ProbeEcho(
              json.path("body_sha256").asText(""),
              json.path("body_bytes").asLong(),
              SignatureVerifier.Verdict.valueOf(json.path("verdict").asText("")),
              Instant.parse(json.path("at").asText("")),
              keys,
              Optional.of(json.path("via").asText("")).filter(words -> !words.isEmpty())));
    } catch (JacksonException | IllegalArgumentException | DateTimeException _) {
      return Optional.empty();
    }
  }
}
