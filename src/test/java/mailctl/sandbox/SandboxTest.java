package mailctl.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mailctl.provider.DropCause;
import mailctl.provider.ParsedPost;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderEventType;
import mailctl.sendgrid.SendGridPostParser;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.SettableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SandboxTest {
  private final SettableClock clock = SettableClock.at("2026-03-01T10:00:00Z");
  private final List<byte[]> posts = new ArrayList<>();
  private final List<Map<String, String>> headers = new ArrayList<>();
  private int status = 204;

  @ParameterizedTest
  @CsvSource({
    "ada, 'processed, delivered'",
    "hard-bounce+1, 'processed, bounced'",
    "blocked-mailbox-full, 'processed, blocked'",
    "x.blocked-technical.y, 'processed, blocked'",
    "blocked, 'processed, blocked'",
    "blocked-once, 'processed, blocked'",
    "deferred, 'processed, deferred, delivered'",
    "dropped-invalid, dropped",
    "dropped-spam-content, dropped",
    "SPAM, 'processed, delivered, spam_reported'",
    "unsubscribe, 'processed, delivered, unsubscribed'",
    "group-unsubscribe, 'processed, delivered, group_unsubscribed'",
    "open, 'processed, delivered, opened'",
    "machine-open, 'processed, delivered, opened'",
    "click, 'processed, delivered, opened, clicked'",
    "late-bounce, 'processed, delivered, bounced'",
    "lost-response, 'processed, delivered'",
    "lost-request, ''",
    "reject, ''",
    "server-error, ''",
  })
  void the_address_chooses_what_is_reported(String local, String expected) {
    Sandbox sandbox = sandbox(SandboxSettings.plain(1));

    send(sandbox, local + "@example.org");
    sandbox.flush();

    assertThat(events().stream().map(ProviderEventType::of).collect(Collectors.joining(", ")))
        .isEqualTo(expected);
    assertThat(events())
        .allMatch(event -> event.origin().email().equals(local + "@example.org"))
        .allMatch(
            event ->
                event.origin().reference().equals(Optional.of("ref-" + local + "@example.org")));
  }

  @Test
  void a_late_bounce_has_lost_its_message_id() {
    Sandbox sandbox = sandbox(SandboxSettings.plain(1));

    SandboxAnswer answer = send(sandbox, "late-bounce@example.org");
    sandbox.flush();

    assertThat(events().get(1).origin().messageId()).contains(answer.headers().get("X-Message-Id"));
    assertThat(events().get(2).origin().messageId()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "hard-bounce, BOUNCED_ADDRESS, bounces",
    "late-bounce, BOUNCED_ADDRESS, bounces",
    "spam, SPAM_REPORTING_ADDRESS, spam_reports",
    "unsubscribe, UNSUBSCRIBED_ADDRESS, unsubscribes",
    "dropped-invalid, INVALID_ADDRESS, invalid_emails",
  })
  void who_is_on_a_list_is_dropped_next_time(String local, DropCause cause, String list) {
    Sandbox sandbox = sandbox(SandboxSettings.plain(1));
    String address = local + "@example.org";
    send(sandbox, address);
    sandbox.flush();
    posts.clear();

    send(sandbox, address.toUpperCase(java.util.Locale.ROOT));
    sandbox.flush();

    assertThat(events())
        .singleElement()
        .isInstanceOfSatisfying(
            ProviderEvent.Dropped.class, event -> assertThat(event.cause()).isEqualTo(cause));
    assertThat(
            sandbox
                .records()
                .list("Bearer x", list, new SandboxRecords.ListQuery("", 0, Long.MAX_VALUE, 500, 0))
                .body())
        .contains("\"email\":\"" + address + "\"");
    assertThat(sandbox.mailbox().messages().getLast().fate()).isEqualTo("dropped");
  }

  @Test
  void a_block_suppresses_nobody_and_blocked_once_is_delivered_the_second_time() {
    Sandbox sandbox = sandbox(SandboxSettings.plain(1));
    for (int i = 0; i < 2; i++) {
      send(sandbox, "blocked-technical@example.org", "blocked-once@example.org");
    }
    sandbox.flush();

    assertThat(sandbox.mailbox().messages())
        .extracting(MailboxMessage::fate)
        .containsExactly("blocked-technical", "blocked-once", "blocked-technical", "delivered");
    assertThat(sandbox.suppressions().entries(SuppressionLists.Name.BLOCKS)).hasSize(2);
  }

  @Test
  void nothing_is_reported_before_its_time() {
    Sandbox sandbox = sandbox(SandboxSettings.plain(1).withPace(Duration.ofSeconds(10)));
    send(sandbox, "unsubscribe@example.org");

    sandbox.flush();
    assertThat(events()).hasSize(1);
    clock.tick(Duration.ofSeconds(10));
    sandbox.flush();
    assertThat(events()).hasSize(2);
    send(sandbox, "unsubscribe@example.org");
    assertThat(sandbox.mailbox().messages().getLast().fate()).isEqualTo("unsubscribe");
    clock.tick(Duration.ofSeconds(10));
    sandbox.flush();
    assertThat(events()).filteredOn(event -> event instanceof ProviderEvent.Delivered).hasSize(2);
    assertThat(events())
        .filteredOn(event -> event instanceof ProviderEvent.Unsubscribed)
        .hasSize(1);
    send(sandbox, "unsubscribe@example.org");
    assertThat(sandbox.mailbox().messages().getLast().fate()).isEqualTo("dropped");
  }

  @Test
  void a_post_that_is_not_taken_comes_again_and_in_the_end_no_more() {
    SandboxSettings.PostSettings twice =
        new SandboxSettings.PostSettings(0, false, 500, 3, Duration.ofSeconds(1));
    Sandbox sandbox = sandbox(SandboxSettings.plain(1).withPosts(twice));
    send(sandbox, "ada@example.org");
    status = 500;

    assertThat(sandbox.flush()).isEqualTo(new SandboxWebhook.Flushed(0, 0, 1, 0));
    assertThat(sandbox.flush()).isEqualTo(new SandboxWebhook.Flushed(0, 0, 0, 0));
    clock.tick(Duration.ofSeconds(1));
    assertThat(sandbox.flush()).isEqualTo(new SandboxWebhook.Flushed(0, 0, 1, 0));
    clock.tick(Duration.ofSeconds(2));
    assertThat(sandbox.flush()).isEqualTo(new SandboxWebhook.Flushed(0, 0, 0, 1));

    assertThat(posts).hasSize(3).allMatch(post -> Arrays.equals(post, posts.getFirst()));
    assertThat(sandbox.waiting()).isZero();
  }

  @Test
  void posts_are_signed_and_look_like_sendgrids() {
    Sandbox sandbox = sandbox(SandboxSettings.plain(1));
    send(sandbox, "ada@example.org");
    sandbox.flush();

    assertThat(headers.getFirst())
        .containsEntry("Content-Type", "application/json;charset=utf-8")
        .containsEntry("User-Agent", "SendGrid Event API")
        .containsEntry(SendGridSigner.TIMESTAMP_HEADER, "1772359200")
        .containsKey(SendGridSigner.SIGNATURE_HEADER);
  }

  @Test
  void the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    List<String> one = run(7);
    List<String> again = run(7);

    assertThat(one).hasSizeGreaterThan(3).isEqualTo(again);
    assertThat(run(8)).isNotEqualTo(one);
  }

  private List<String> run(long seed) {
    posts.clear();
    clock.set(java.time.Instant.parse("2026-03-01T10:00:00Z"));
    Sandbox sandbox =
        sandbox(
            SandboxSettings.plain(seed)
                .withPace(Duration.ofSeconds(1))
                .withRates(Rates.parse("hard-bounce=10, blocked=20,deferred=20"))
                .withPosts(
                    new SandboxSettings.PostSettings(30, true, 40, 2, Duration.ofSeconds(1))));
    for (int batch = 0; batch < 3; batch++) {
      int from = batch * 20;
      send(
          sandbox,
          IntStream.range(from, from + 20)
              .mapToObj(i -> "r" + i + "@example.org")
              .toArray(String[]::new));
      clock.tick(Duration.ofSeconds(1));
      sandbox.flush();
    }
    clock.tick(Duration.ofMinutes(1));
    sandbox.flush();
    assertThat(sandbox.mailbox().messages())
        .extracting(MailboxMessage::fate)
        .contains("delivered", "hard-bounce", "blocked", "deferred");
    return posts.stream().map(post -> new String(post, UTF_8)).toList();
  }

  @Test
  void duplicates_are_the_same_event_once_more() {
    SandboxSettings.PostSettings all =
        new SandboxSettings.PostSettings(100, false, 500, 1, Duration.ZERO);
    Sandbox sandbox = sandbox(SandboxSettings.plain(1).withPosts(all));
    send(sandbox, "ada@example.org");
    sandbox.flush();

    assertThat(events()).hasSize(4);
    assertThat(events().stream().distinct()).hasSize(2);
  }

  @Test
  void substitutions_are_literal_and_never_expanded_again() {
    Substitutions substitutions =
        new Substitutions(
            Map.of("-name-", "-name-2-", "-name-2-", "two", "$1", "\\$0", "", "never"));

    assertThat(substitutions.applyTo("Hi -name-, -name-2-, $1, -NAME-"))
        .isEqualTo("Hi -name-2-, two, \\$0, -NAME-");
  }

  @Test
  void rates_are_checked() {
    assertThat(Rates.parse("").at(0)).isEqualTo(Behaviour.DELIVERED);
    assertThat(Rates.parse("hard-bounce=1").at(0)).isEqualTo(Behaviour.HARD_BOUNCE);
    assertThat(Rates.parse("hard-bounce=1").at(1)).isEqualTo(Behaviour.DELIVERED);
    for (String wrong : List.of("oops=1", "blocked", "blocked=x", "blocked=60,open=60")) {
      assertThatThrownBy(() -> Rates.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void the_thread_posts_by_itself() throws Exception {
    CountDownLatch posted = new CountDownLatch(1);
    try (Sandbox sandbox =
        new Sandbox(
            SandboxSettings.plain(1),
            clock,
            SendGridSigner.generate(),
            Optional.of(
                (_, _) -> {
                  posted.countDown();
                  return 204;
                }))) {
      sandbox.start();
      send(sandbox, "ada@example.org");

      assertThat(posted.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Sandbox sandbox(SandboxSettings settings) {
    return new Sandbox(
        settings,
        clock,
        SendGridSigner.generate(),
        Optional.of(
            (sent, body) -> {
              headers.add(sent);
              posts.add(body);
              return status;
            }));
  }

  private List<ProviderEvent> events() {
    SendGridPostParser parser = new SendGridPostParser();
    return posts.stream()
        .flatMap(post -> ((ParsedPost.Elements) parser.parse(post)).elements().stream())
        .map(element -> ((ParsedPost.Readable) element).event())
        .toList();
  }

  private static SandboxAnswer send(Sandbox sandbox, String... addresses) {
    String personalizations =
        Stream.of(addresses)
            .map(
                address ->
                    "{\"to\":[{\"email\":\"%s\"}],\"custom_args\":{\"mailctl_ref\":\"ref-%s\"}}"
                        .formatted(address, address))
            .collect(Collectors.joining(","));
    String body =
        "{\"personalizations\":["
            + personalizations
            + "],\"from\":{\"email\":\"a@b.org\"},\"subject\":\"s\","
            + "\"content\":[{\"type\":\"text/plain\",\"value\":\"x\"}]}";
    return sandbox.send("Bearer x", body.getBytes(UTF_8));
  }
}
