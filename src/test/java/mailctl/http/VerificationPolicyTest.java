package mailctl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mailctl.database.Refusal;
import mailctl.http.VerificationPolicy.Mode;
import mailctl.support.WebhookSigner;
import org.junit.jupiter.api.Test;

final class VerificationPolicyTest {
  private static final BindAddress EVERYWHERE = new BindAddress("0.0.0.0", 8080);

  @Test
  void without_a_key_it_is_refused_with_both_ways_out() {
    assertThatThrownBy(() -> policy(Mode.SIGNATURE, List.of()).verifier(InstantSource.system()))
        .isInstanceOfSatisfying(
            Refusal.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Refusal.Kind.CONFIG);
              assertThat(e.hint()).contains("webhook.keys", "webhook.verify=off");
            });
  }

  @Test
  void without_an_issuer_of_tokens_it_is_refused() {
    String key = WebhookSigner.create().publicKey();
    for (Mode mode : List.of(Mode.OAUTH, Mode.BOTH)) {
      assertThatThrownBy(() -> policy(mode, List.of(key)).verifier(InstantSource.system()))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("issuer");
    }
  }

  @Test
  void switched_off_it_binds_to_loopback() {
    VerificationPolicy off = policy(Mode.OFF, List.of());

    assertThat(off.verifier(InstantSource.system()).verifies()).isFalse();
    assertThat(off.restrict(EVERYWHERE)).isEqualTo(new BindAddress("127.0.0.1", 8080));
  }

  @Test
  void with_a_key_it_binds_where_it_is_told() {
    VerificationPolicy on = policy(Mode.SIGNATURE, List.of(WebhookSigner.create().publicKey()));

    assertThat(on.verifier(InstantSource.system()).verifies()).isTrue();
    assertThat(on.restrict(EVERYWHERE)).isEqualTo(EVERYWHERE);
  }

  private static VerificationPolicy policy(Mode mode, List<String> keys) {
    return new VerificationPolicy(
        mode, keys, Duration.ofHours(25), Duration.ofMinutes(5), Optional.empty());
  }
}
