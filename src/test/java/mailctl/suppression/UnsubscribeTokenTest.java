package mailctl.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnsubscribeTokenTest {
  private static final byte[] SECRET = filled(1);

  private final UnsubscribeToken tokens = new UnsubscribeToken(SECRET);

  @ParameterizedTest
  @ValueSource(longs = {1, 42, Long.MAX_VALUE})
  void a_token_names_its_delivery_even_after_a_restart(long delivery) {
    String token = tokens.make(delivery);

    assertThat(new UnsubscribeToken(filled(1)).verify(token)).hasValue(delivery);
    assertThat(token).matches("[A-Za-z0-9_-]{32}");
  }

  @Test
  void every_single_changed_character_is_noticed() {
    String token = tokens.make(42);

    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(tokens.verify(changed)).isEmpty();
    }
  }

  @Test
  void another_installations_token_is_not_ours() {
    assertThat(tokens.verify(new UnsubscribeToken(filled(2)).make(42))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "42", "????????????????????????????????", "a@example.org"})
  void what_is_no_token_is_nothing(String token) {
    assertThat(tokens.verify(token)).isEmpty();
  }

  private static byte[] filled(int value) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) value);
    return secret;
  }
}
