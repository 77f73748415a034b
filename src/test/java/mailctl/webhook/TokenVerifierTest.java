package mailctl.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import mailctl.support.LogCapture;
import mailctl.support.SettableClock;
import mailctl.support.WebhookSigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TokenVerifierTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String ISSUER = "https://issuer.example";

  private final SettableClock clock = new SettableClock(NOW);
  private final AtomicInteger fetches = new AtomicInteger();
  private RSAKey rsa;
  private ECKey ec;
  private volatile String keys = "";
  private HttpServer issuer;
  private TokenVerifier verifier;

  @BeforeEach
  void issue() throws Exception {
    rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    publish(rsa, ec);
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          byte[] answer = keys.getBytes(UTF_8);
          exchange.sendResponseHeaders(answer.length == 0 ? 500 : 200, Math.max(1, answer.length));
          exchange.getResponseBody().write(answer.length == 0 ? new byte[1] : answer);
          exchange.close();
        });
    issuer.start();
    verifier = verifier(Optional.empty());
  }

  @AfterEach
  void stop() {
    issuer.stop(0);
  }

  @Test
  void tokens_of_the_issuer_for_us_are_valid_and_the_keys_are_fetched_once() throws Exception {
    assertThat(verify(signed(rsa, claims().build())))
        .isInstanceOf(TokenVerifier.Verdict.Valid.class);
    assertThat(verify(signed(ec, claims().build())))
        .isInstanceOf(TokenVerifier.Verdict.Valid.class);
    assertThat(verifier.verify("bearer " + signed(ec, claims().build())))
        .isInstanceOf(TokenVerifier.Verdict.Valid.class);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void another_issuer_audience_or_time_is_wrong() throws Exception {
    Date past = Date.from(NOW.minus(Duration.ofMinutes(5)));
    Date later = Date.from(NOW.plus(Duration.ofMinutes(5)));
    for (JWTClaimsSet each :
        List.of(
            claims().issuer("https://other.example").build(),
            claims().issuer(null).build(),
            claims().audience("other").build(),
            claims().audience((String) null).build(),
            claims().expirationTime(past).build(),
            claims().expirationTime(null).build(),
            claims().notBeforeTime(later).build())) {
      assertThat(verify(signed(rsa, each)))
          .as(each.toString())
          .isInstanceOf(TokenVerifier.Verdict.Wrong.class);
    }
  }

  @Test
  void a_token_expires_though_it_was_valid_before() throws Exception {
    String token = signed(rsa, claims().build());
    assertThat(verify(token)).isInstanceOf(TokenVerifier.Verdict.Valid.class);

    clock.set(NOW.plus(Duration.ofMinutes(12)));
    assertThat(verify(token)).isInstanceOf(TokenVerifier.Verdict.Wrong.class);
  }

  @Test
  void what_is_not_signed_by_a_key_of_the_issuer_is_wrong() throws Exception {
    RSAKey thief = new RSAKeyGenerator(2048).keyID("rsa").generate();
    String good = signed(rsa, claims().build());
    SignedJWT hmac =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(), claims().build());
    hmac.sign(new MACSigner(rsa.toRSAPublicKey().getEncoded()));
    for (String each :
        List.of(
            signed(thief, claims().build()),
            new PlainJWT(claims().build()).serialize(),
            hmac.serialize(),
            good.substring(0, good.length() - 8),
            "a.b.c",
            "",
            "x".repeat(10_000))) {
      assertThat(verify(each)).as(each).isInstanceOf(TokenVerifier.Verdict.Wrong.class);
    }
    assertThat(verifier.verify("")).isInstanceOf(TokenVerifier.Verdict.Missing.class);
    assertThat(verifier.verify("Basic abc")).isInstanceOf(TokenVerifier.Verdict.Missing.class);
  }

  @Test
  void a_new_key_of_the_issuer_is_fetched_when_a_token_names_it() throws Exception {
    verify(signed(rsa, claims().build()));
    RSAKey next = new RSAKeyGenerator(2048).keyID("next").generate();
    publish(rsa, next);

    assertThat(verify(signed(next, claims().build())))
        .isInstanceOf(TokenVerifier.Verdict.Valid.class);
    assertThat(verify(signed(rsa, claims().build())))
        .isInstanceOf(TokenVerifier.Verdict.Valid.class);
    assertThat(fetches).hasValue(2);
  }

  @Test
  void without_the_issuers_keys_nobody_can_say() throws Exception {
    keys = "";

    assertThat(verify(signed(rsa, claims().build())))
        .isInstanceOf(TokenVerifier.Verdict.Unknown.class);
  }

  @Test
  void a_scope_that_is_asked_for_must_be_there() throws Exception {
    verifier = verifier(Optional.of("events"));

    assertThat(verify(signed(rsa, claims().claim("scope", "mail events").build())))
        .isInstanceOf(TokenVerifier.Verdict.Valid.class);
    assertThat(verify(signed(rsa, claims().claim("scp", List.of("events")).build())))
        .isInstanceOf(TokenVerifier.Verdict.Valid.class);
    assertThat(verify(signed(rsa, claims().claim("scope", "events2").build())))
        .isInstanceOf(TokenVerifier.Verdict.Wrong.class);
    assertThat(verify(signed(rsa, claims().build())))
        .isInstanceOf(TokenVerifier.Verdict.Wrong.class);
  }

  @Test
  void both_means_both_and_a_wrong_signature_makes_nobody_ask_the_issuer() throws Exception {
    WebhookSigner signer = WebhookSigner.create();
    SignatureVerifier signatures =
        new SignatureVerifier(
            List.of(signer.publicKey()), Duration.ofHours(25), Duration.ofMinutes(5), clock);
    PostVerifier both = new PostVerifier(Optional.of(signatures), Optional.of(verifier));
    byte[] body = "[]".getBytes(UTF_8);
    String time = WebhookSigner.timestamp(NOW);
    String token = "Bearer " + signed(rsa, claims().build());
    String signature = signer.sign(body, NOW);

    assertThat(both.refusal(body, new Credentials(time, "AAAA", token))).isPresent();
    assertThat(fetches).hasValue(0);
    assertThat(both.refusal(body, new Credentials(time, signature, "")))
        .hasValueSatisfying(
            each ->
                assertThat(each)
                    .isEqualTo(new Receipt.Refused(SignatureVerifier.Verdict.NO_TOKEN)));
    assertThat(both.refusal(body, new Credentials(time, signature, token))).isEmpty();
    assertThat(both.origin()).isEqualTo(PostOrigin.SIGNED);
    assertThat(PostVerifier.byToken(verifier).refusal(body, new Credentials("", "", token)))
        .isEmpty();
    assertThat(PostVerifier.byToken(verifier).origin()).isEqualTo(PostOrigin.TOKEN);
  }

  @Test
  void why_a_token_is_wrong_is_logged_once_and_without_the_token() {
    PostVerifier posts = PostVerifier.byToken(verifier);
    try (LogCapture log = LogCapture.ofThisThread(PostVerifier.class)) {
      for (int i = 0; i < 3; i++) {
        posts.refusal(new byte[0], new Credentials("", "", "Bearer hush"));
      }
      posts.refusal(new byte[0], new Credentials("", "", "Bearer " + "x".repeat(9_000)));

      assertThat(log.lines())
          .containsExactly(
              "WARN webhook_token=wrong why=\"the token is no JWT\"",
              "WARN webhook_token=wrong why=\"the token is too long\"");
    }
  }

  private TokenVerifier verifier(Optional<String> scope) {
    URI url = URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys");
    return new TokenVerifier(
        new TokenPolicy(ISSUER, url, "mailctl", scope), clock, Duration.ofMillis(1));
  }

  private TokenVerifier.Verdict verify(String token) {
    return verifier.verify("Bearer " + token);
  }

  private void publish(JWK... each) throws IOException {
    keys = new JWKSet(List.of(each)).toPublicJWKSet().toString();
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("mailctl")
        .subject("sendgrid")
        .expirationTime(Date.from(NOW.plus(Duration.ofMinutes(10))));
  }

  private static String signed(JWK key, JWTClaimsSet claims) throws JOSEException {
    JWSSigner signer =
        key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
    JWSAlgorithm algorithm = key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
    token.sign(signer);
    return token.serialize();
  }
}
