package mailctl.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mailctl.webhook.SignatureVerifier.Verdict.BAD_TIMESTAMP;
import static mailctl.webhook.SignatureVerifier.Verdict.FROM_THE_FUTURE;
import static mailctl.webhook.SignatureVerifier.Verdict.MISSING;
import static mailctl.webhook.SignatureVerifier.Verdict.TOO_OLD;
import static mailctl.webhook.SignatureVerifier.Verdict.VALID;
import static mailctl.webhook.SignatureVerifier.Verdict.WRONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import mailctl.database.Refusal;
import mailctl.support.WebhookSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignatureVerifierTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final byte[] BODY = "[{\"event\":\"open\"}]\r\n".getBytes(UTF_8);

  private final WebhookSigner signer = WebhookSigner.create();
  private final SignatureVerifier verifier = verifier(signer.publicKey());

  @Test
  void what_was_signed_with_our_key_is_valid() {
    assertThat(verify(BODY, NOW)).isEqualTo(VALID);
  }

  @Test
  void any_of_several_keys_will_do() {
    SignatureVerifier both = verifier(WebhookSigner.create().publicKey(), signer.publicKey());

    assertThat(both.verify(BODY, WebhookSigner.timestamp(NOW), signer.sign(BODY, NOW)))
        .isEqualTo(VALID);
  }

  @Test
  void while_the_key_changes_posts_of_both_are_valid_in_any_order() {
    WebhookSigner next = WebhookSigner.create();
    SignatureVerifier both = verifier(signer.publicKey(), next.publicKey());

    for (WebhookSigner each : List.of(signer, next, next, signer, next, signer)) {
      assertThat(both.verify(BODY, WebhookSigner.timestamp(NOW), each.sign(BODY, NOW)))
          .isEqualTo(VALID);
    }
    assertThat(
            both.verify(BODY, WebhookSigner.timestamp(NOW), WebhookSigner.create().sign(BODY, NOW)))
        .isEqualTo(WRONG);
  }

  @Test
  void a_key_may_come_as_pem() {
    String key = signer.publicKey();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + key.substring(0, 64)
            + "\n"
            + key.substring(64)
            + "\n-----END PUBLIC KEY-----\n";

    assertThat(verifier(pem).verify(BODY, WebhookSigner.timestamp(NOW), signer.sign(BODY, NOW)))
        .isEqualTo(VALID);
  }

  @Test
  void another_key_or_another_body_is_wrong() {
    String timestamp = WebhookSigner.timestamp(NOW);

    assertThat(verifier.verify(BODY, timestamp, WebhookSigner.create().sign(BODY, NOW)))
        .isEqualTo(WRONG);
    assertThat(verifier.verify("[]".getBytes(UTF_8), timestamp, signer.sign(BODY, NOW)))
        .isEqualTo(WRONG);
    assertThat(
            verifier.verify(
                BODY, WebhookSigner.timestamp(NOW.plusSeconds(1)), signer.sign(BODY, NOW)))
        .isEqualTo(WRONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"not base64!!", "AAAA", "MAYCAQACAQA=", "MEUCIQ==", "====", "ä"})
  void what_is_no_signature_is_wrong_and_no_exception(String signature) {
    assertThat(verifier.verify(BODY, WebhookSigner.timestamp(NOW), signature)).isEqualTo(WRONG);
  }

  @Test
  void a_missing_header_is_missing() {
    assertThat(verifier.verify(BODY, "", signer.sign(BODY, NOW))).isEqualTo(MISSING);
    assertThat(verifier.verify(BODY, WebhookSigner.timestamp(NOW), "")).isEqualTo(MISSING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "-1", "1e9", " 1772359200", "99999999999999999999", "１"})
  void a_timestamp_is_a_number_of_seconds(String timestamp) {
    String signature = signer.sign(BODY, NOW);

    assertThat(verifier.verify(BODY, timestamp, signature)).isEqualTo(BAD_TIMESTAMP);
  }

  @Test
  void a_signature_is_good_from_a_little_ahead_to_a_day_and_an_hour_old() {
    assertThat(verify(BODY, NOW.plus(Duration.ofMinutes(5)))).isEqualTo(VALID);
    assertThat(verify(BODY, NOW.plus(Duration.ofMinutes(5)).plusSeconds(1)))
        .isEqualTo(FROM_THE_FUTURE);
    assertThat(verify(BODY, NOW.minus(Duration.ofHours(25)))).isEqualTo(VALID);
    assertThat(verify(BODY, NOW.minus(Duration.ofHours(25)).minusSeconds(1))).isEqualTo(TOO_OLD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "not base64!!", "AAAA"})
  void a_key_that_is_none_is_refused_at_once(String key) {
    assertThatThrownBy(() -> verifier(key))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.CONFIG))
        .hasMessageContaining("webhook.keys");
  }

  @Test
  void a_key_on_another_curve_is_refused() {
    assertThatThrownBy(() -> verifier(WebhookSigner.onCurve("secp384r1").publicKey()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("P-256");
  }

  private SignatureVerifier.Verdict verify(byte[] body, Instant signedAt) {
    return verifier.verify(body, WebhookSigner.timestamp(signedAt), signer.sign(body, signedAt));
  }

  private static SignatureVerifier verifier(String... keys) {
    return new SignatureVerifier(
        List.of(keys), Duration.ofHours(25), Duration.ofMinutes(5), InstantSource.fixed(NOW));
  }
}
