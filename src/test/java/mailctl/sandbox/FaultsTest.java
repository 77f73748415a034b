package mailctl.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.sendgrid.SendGridSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FaultsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final SendGridSigner SIGNER = SendGridSigner.generate();

  @ParameterizedTest
  @EnumSource(Fault.class)
  void a_request_is_taken_or_not_as_the_fault_says(Fault fault) {
    Sandbox sandbox = sandbox(1);
    sandbox.fail(new Faults(Map.of(fault, 100), Duration.ZERO));

    SandboxAnswer answer = send(sandbox, "kim@example.org");

    assertThat(sandbox.mailbox().messages()).hasSize(fault.isTaken() ? 1 : 0);
    assertThat(sandbox.faults()).containsExactly(Map.entry(fault, 1L));
    switch (fault) {
      case LOST_REQUEST, LOST_RESPONSE -> assertThat(answer.dropped()).isTrue();
      case STALLED -> {
        assertThat(answer.dropped()).isTrue();
        assertThat(answer.delay()).isEqualTo(Duration.ofSeconds(30));
      }
      case LATE_ANSWER -> {
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.delay()).isEqualTo(Duration.ofSeconds(30));
      }
      case TOO_MANY -> {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers())
            .containsEntry("X-RateLimit-Reset", Long.toString(NOW.getEpochSecond() + 1));
      }
      case SERVER_ERROR -> assertThat(answer.status()).isEqualTo(500);
      case BAD_GATEWAY -> assertThat(answer.status()).isEqualTo(502);
    }
  }

  @Test
  void the_same_seed_gives_the_same_faults_and_another_one_others() {
    assertThat(statuses(7)).isEqualTo(statuses(7)).isNotEqualTo(statuses(8));
    assertThat(statuses(7)).contains(202, 429, 500);
  }

  @Test
  void a_request_that_comes_again_draws_again() {
    Sandbox sandbox = sandbox(1);
    sandbox.fail(Faults.parse("server-error=50"));
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      statuses.add(send(sandbox, "kim@example.org").status());
    }

    assertThat(statuses).contains(202, 500);
  }

  @Test
  void a_request_that_is_refused_anyway_is_no_fault() {
    Sandbox sandbox = sandbox(1);
    sandbox.fail(Faults.parse("lost-response=100"));

    assertThat(send(sandbox, "reject@example.org").status()).isEqualTo(400);
    assertThat(sandbox.faults()).isEmpty();
  }

  @Test
  void every_answer_waits_for_the_latency() {
    Sandbox sandbox = sandbox(1);
    sandbox.fail(Faults.NONE.withLatency(Duration.ofMillis(40)));

    assertThat(send(sandbox, "kim@example.org").delay()).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void what_is_no_fault_or_no_percentage_is_said() {
    assertThat(Faults.parse(" too-many=3, lost-request=2 ").percent())
        .isEqualTo(Map.of(Fault.TOO_MANY, 3, Fault.LOST_REQUEST, 2));
    assertThat(Faults.parse("").percent()).isEmpty();
    assertThatThrownBy(() -> Faults.parse("gremlin=1"))
        .hasMessageContaining("no fault is called gremlin")
        .hasMessageContaining("bad-gateway");
    assertThatThrownBy(() -> Faults.parse("stalled=x")).hasMessageContaining("stalled=x");
    assertThatThrownBy(() -> Faults.parse("stalled=60,too-many=60")).hasMessageContaining("100");
  }

  private static List<Integer> statuses(long seed) {
    Sandbox sandbox = sandbox(seed);
    sandbox.fail(Faults.parse("too-many=30,server-error=30"));
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      statuses.add(send(sandbox, "kim-" + i + "@example.org").status());
    }
    return statuses;
  }

  private static Sandbox sandbox(long seed) {
    return new Sandbox(
        SandboxSettings.plain(seed), InstantSource.fixed(NOW), SIGNER, Optional.empty());
  }

  private static SandboxAnswer send(Sandbox sandbox, String to) {
    String body =
        """
        {"personalizations":[{"to":[{"email":"%s"}]}],"from":{"email":"a@example.org"},
        "subject":"Hi","content":[{"type":"text/plain","value":"Hello"}]}
        """
            .formatted(to);
    return sandbox.send("Bearer SG.x", body.getBytes(UTF_8));
  }
}
