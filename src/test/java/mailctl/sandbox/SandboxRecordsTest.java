package mailctl.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.SettableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SandboxRecordsTest {
  private static final String KEY = "Bearer SG.x";
  private final SettableClock clock = SettableClock.at("2026-03-01T10:00:00Z");
  private final AtomicInteger posted = new AtomicInteger();

  @Test
  void a_list_is_cut_by_time_and_page_and_entries_can_be_taken_off() {
    Sandbox sandbox = sandbox(new SandboxSettings.Reporting(true, 0));
    for (int i = 0; i < 5; i++) {
      send(sandbox, "hard-bounce+" + i + "@example.org");
      clock.tick(Duration.ofMinutes(1));
    }
    long start = clock.instant().minusSeconds(3 * 60).getEpochSecond();

    assertThat(list(sandbox, start, start + 120, 500, 0).split("created")).hasSize(4);
    assertThat(list(sandbox, start, start + 120, 2, 0)).contains("+1@").doesNotContain("+3@");
    assertThat(list(sandbox, start, start + 120, 2, 2)).contains("+3@").doesNotContain("+1@");

    SandboxRecords records = sandbox.records();
    assertThat(records.remove(KEY, "bounces", "HARD-bounce+1@example.org").status()).isEqualTo(204);
    assertThat(records.remove(KEY, "bounces", "hard-bounce+1@example.org").status()).isEqualTo(404);
    assertThat(remove(sandbox, "{\"emails\":[\"hard-bounce+2@example.org\"]}")).isEqualTo(204);
    assertThat(remove(sandbox, "{}")).isEqualTo(400);
    assertThat(remove(sandbox, "{\"emails\":[],\"delete_all\":true}")).isEqualTo(400);
    assertThat(list(sandbox, 0, Long.MAX_VALUE, 500, 0).split("created")).hasSize(4);
    assertThat(remove(sandbox, "{\"delete_all\":true}")).isEqualTo(204);
    assertThat(list(sandbox, 0, Long.MAX_VALUE, 500, 0)).isEqualTo("[]");
  }

  @Test
  void the_log_is_searched_and_tells_what_happened_so_far() {
    Sandbox sandbox = sandbox(new SandboxSettings.Reporting(true, 100));
    send(sandbox, "deferred@example.org");
    send(sandbox, "hard-bounce@example.org");

    assertThat(search(sandbox, "to_email = 'deferred@example.org'"))
        .contains("\"status\":\"processed\"");
    clock.tick(Duration.ofMinutes(1));
    assertThat(search(sandbox, "status IN ('deferred','bounced')"))
        .contains("deferred@example.org", "hard-bounce@example.org");
    clock.tick(Duration.ofMinutes(1));

    String found =
        search(
            sandbox,
            "sg_message_id_created_at >= TIMESTAMP \"2026-03-01T10:00:00Z\" AND"
                + " sg_message_id_created_at < TIMESTAMP \"2026-03-01T10:00:01Z\" AND status IN"
                + " ('delivered')");
    assertThat(found).contains("deferred@example.org").doesNotContain("hard-bounce");
    String id = found.replaceAll(".*\"sg_message_id\":\"([^\"]*)\".*", "$1");
    assertThat(sandbox.records().logged(KEY, id).body())
        .containsSubsequence("\"processed\"", "\"deferred\"", "\"delivered\"")
        .contains("\"custom_args\":{\"mailctl_ref\":\"abcdefgh.1.1\"}");
    assertThat(search(sandbox, "subject = 'another'")).isEqualTo("{\"messages\":[]}");
    sandbox.flush();
    assertThat(posted.get()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status = 'delivered'",
        "status IN ('gone')",
        "nonsense",
        "sg_message_id_created_at > TIMESTAMP \"yesterday\"",
        "to_email = 'a' OR to_email = 'b'"
      })
  void a_query_that_is_none_is_a_400(String query) {
    Sandbox sandbox = sandbox(new SandboxSettings.Reporting(true, 0));

    assertThat(sandbox.records().searchLogs(KEY, body(query)).status()).isEqualTo(400);
  }

  @Test
  void an_account_without_email_logs_says_so() {
    Sandbox sandbox = sandbox(new SandboxSettings.Reporting(false, 0));
    send(sandbox, "ada@example.org");

    assertThat(sandbox.records().searchLogs(KEY, body("")).status()).isEqualTo(403);
    assertThat(sandbox.records().logged(KEY, "x").status()).isEqualTo(403);
    assertThat(sandbox.records().searchLogs("", body("")).status()).isEqualTo(401);
  }

  @Test
  void an_address_can_lose_its_events_alone() {
    Sandbox sandbox = sandbox(new SandboxSettings.Reporting(true, 0));
    send(sandbox, "hard-bounce-unheard@example.org");
    send(sandbox, "ada@example.org");
    clock.tick(Duration.ofHours(1));

    assertThat(sandbox.flush().events()).isEqualTo(2);
    assertThat(search(sandbox, "")).contains("\"bounced\"");
  }

  private Sandbox sandbox(SandboxSettings.Reporting reporting) {
    return new Sandbox(
        SandboxSettings.plain(1)
            .withApiKey("SG.x")
            .withPace(Duration.ofMinutes(1))
            .withReporting(reporting),
        clock,
        SendGridSigner.generate(),
        Optional.of(
            (_, _) -> {
              posted.incrementAndGet();
              return 204;
            }));
  }

  private static void send(Sandbox sandbox, String address) {
    SandboxAnswer answer =
        sandbox.send(
            KEY,
            """
            {"personalizations":[{"to":[{"email":"%s"}],"custom_args":{"mailctl_ref":"abcdefgh.1.1"}}],
             "from":{"email":"a@example.org"},"subject":"s",
             "content":[{"type":"text/plain","value":"t"}]}"""
                .formatted(address)
                .getBytes(UTF_8));
    assertThat(answer.status()).isEqualTo(202);
  }

  private static String list(Sandbox sandbox, long start, long end, int limit, int offset) {
    return sandbox
        .records()
        .list(KEY, "bounces", new SandboxRecords.ListQuery("", start, end, limit, offset))
        .body();
  }

  private static int remove(Sandbox sandbox, String body) {
    return sandbox.records().remove(KEY, "bounces", body.getBytes(UTF_8)).status();
  }

  private static String search(Sandbox sandbox, String query) {
    return sandbox.records().searchLogs(KEY, body(query)).body();
  }

  private static byte[] body(String query) {
    return "{\"query\":\"%s\",\"limit\":10}".formatted(query.replace("\"", "\\\"")).getBytes(UTF_8);
  }
}
