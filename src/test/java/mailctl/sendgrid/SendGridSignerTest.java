package mailctl.sendgrid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SendGridSignerTest {
  @Test
  void the_public_key_verifies_timestamp_and_body_and_looks_like_sendgrids() throws Exception {
    SendGridSigner signer = SendGridSigner.generate();
    byte[] body = "[{}]\r\n".getBytes(UTF_8);

    String signature = signer.sign("1600112502", body);

    assertThat(signer.publicKey()).hasSize(124).startsWith("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE");
    assertThat(verifies(signer.publicKey(), signature, "1600112502", body)).isTrue();
    assertThat(verifies(signer.publicKey(), signature, "1600112503", body)).isFalse();
  }

  @Test
  void a_pair_of_keys_can_be_kept() throws Exception {
    SendGridSigner signer = SendGridSigner.generate();
    SendGridSigner same = SendGridSigner.of(signer.privateKey(), signer.publicKey());

    assertThat(verifies(signer.publicKey(), same.sign("1", new byte[0]), "1", new byte[0]))
        .isTrue();
    assertThatThrownBy(() -> SendGridSigner.of("bm8=", "bm8="))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_private_key_alone_signs_in_every_form_that_tools_write() throws Exception {
    SendGridSigner pair = SendGridSigner.generate();
    byte[] pkcs8 = Base64.getDecoder().decode(pair.privateKey());
    // What OpenSSL's form is within PKCS 8: behind the version and the algorithm.
    byte[] ecForm = Arrays.copyOfRange(pkcs8, 28, pkcs8.length);
    String curve = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";

    for (String text :
        List.of(
            pair.privateKey() + "\n",
            pem("PRIVATE KEY", pkcs8),
            curve + pem("EC PRIVATE KEY", ecForm))) {
      SendGridSigner alone = SendGridSigner.of(text);
      assertThat(verifies(pair.publicKey(), alone.sign("1", new byte[0]), "1", new byte[0]))
          .isTrue();
      assertThatThrownBy(alone::publicKey).isInstanceOf(IllegalStateException.class);
    }
    for (String wrong : List.of("", "no key", "bm8=", pair.publicKey())) {
      assertThatThrownBy(() -> SendGridSigner.of(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static String pem(String name, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(name, Base64.getMimeEncoder().encodeToString(der), name);
  }

  private static boolean verifies(String key, String signature, String timestamp, byte[] body)
      throws Exception {
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(
        KeyFactory.getInstance("EC")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key))));
    verifier.update(timestamp.getBytes(UTF_8));
    verifier.update(body);
    return verifier.verify(Base64.getDecoder().decode(signature));
  }
}
