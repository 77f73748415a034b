package mailctl.sendgrid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderRecords.Answer;
import mailctl.provider.ProviderRecords.ListEntry;
import mailctl.provider.ProviderRecords.LoggedMessage;
import mailctl.provider.ProviderRecords.SuppressionList;
import org.junit.jupiter.api.Test;

final class SendGridRecordsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final LoggedMessage MESSAGE =
      new LoggedMessage("abc.recvd-1-2.0", Optional.of("abc"), "kim@a.example");

  private final List<Duration> pauses = new ArrayList<>();

  @Test
  void too_many_requests_is_waited_for_until_the_time_that_sendgrid_names() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (RawServer server =
            new RawServer(
                socket -> {
                  RawServer.readRequest(socket);
                  socket
                      .getOutputStream()
                      .write(
                          (calls.incrementAndGet() < 3
                                  ? answer(
                                      "429 Too Many Requests",
                                      "X-RateLimit-Reset: %d\r\n"
                                          .formatted(NOW.plusSeconds(7).getEpochSecond()),
                                      "{}")
                                  : answer(
                                      "200 OK",
                                      "",
                                      "[{\"created\":1780314000,\"email\":\"kim@a.example\","
                                          + "\"reason\":\"550 no\",\"status\":\"5.1.1\"},{\"x\":1}]"))
                              .getBytes(UTF_8));
                });
        SendGridRecords records = records(server.port(), Duration.ofSeconds(20))) {
      assertThat(records.suppressions(SuppressionList.BOUNCES, NOW, NOW, 0))
          .isEqualTo(
              new Answer.Found<>(
                  List.of(
                      new ListEntry(
                          SuppressionList.BOUNCES,
                          "kim@a.example",
                          Instant.ofEpochSecond(1780314000),
                          "550 no",
                          "5.1.1")),
                  false));
    }
    assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
  }

  @Test
  void a_page_is_of_one_size_whatever_of_it_can_be_read() throws Exception {
    List<String> asked = new java.util.concurrent.CopyOnWriteArrayList<>();
    try (RawServer server =
            new RawServer(
                socket -> {
                  asked.add(
                      new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))
                          .readLine());
                  socket
                      .getOutputStream()
                      .write(answer("200 OK", "", "[{\"x\":1}]").getBytes(UTF_8));
                });
        SendGridRecords records = records(server.port(), Duration.ofSeconds(20))) {
      records.suppressions(SuppressionList.BOUNCES, NOW, NOW, 0);
      records.suppressions(SuppressionList.BOUNCES, NOW, NOW, 2);
    }
    assertThat(asked.get(0)).contains("limit=500", "offset=0");
    assertThat(asked.get(1)).contains("offset=1000");
  }

  @Test
  void what_hangs_ends_with_the_time_out_and_is_asked_again_only_so_often() throws Exception {
    try (RawServer server =
            new RawServer(
                socket -> {
                  RawServer.readRequest(socket);
                  assertThat(socket.getInputStream().read()).isNegative();
                });
        SendGridRecords records = records(server.port(), Duration.ofMillis(100))) {
      assertThat(records.messages(NOW.minusSeconds(60), NOW))
          .isInstanceOfSatisfying(
              Answer.Failed.class, failed -> assertThat(failed.words()).endsWith("within 0.1 s"));
    }
    assertThat(pauses)
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8));
  }

  @Test
  void what_the_account_has_not_is_told_from_a_refused_key() throws Exception {
    assertThat(reply("403 Forbidden", "{\"errors\":[{\"message\":\"access forbidden\"}]}"))
        .isEqualTo(new Answer.NotOffered<>("access forbidden"));
    assertThat(reply("404 Not Found", "")).isInstanceOf(Answer.NotOffered.class);
    assertThat(reply("401 Unauthorized", "{\"errors\":[{\"message\":\"no\"}]}"))
        .isEqualTo(new Answer.Failed<>(true, "no"));
    assertThat(reply("200 OK", "<html>")).isInstanceOf(Answer.Failed.class);
    assertThat(pauses).isEmpty();
  }

  @Test
  void events_of_the_log_are_those_of_the_webhook_without_opens_and_clicks() throws Exception {
    String body =
        """
        {"sg_message_id":"abc.recvd-1-2.0","to_email":"kim@a.example","events":[
          {"event":"received","timestamp":1780314000},
          {"event":"processed","timestamp":1780314000,"sg_event_id":"p",
           "custom_args":{"mailctl_ref":"abcdefgh.7.1","event":"shadow"}},
          {"event":"bounce","type":"blocked","timestamp":1780314001,"sg_event_id":"b",
           "reason":"busy","bounce_classification":"Technical","custom_args":{}},
          {"event":"open","timestamp":1780314002,"sg_event_id":"o"}]}
        """;

    assertThat(items(reply("200 OK", body)))
        .satisfiesExactly(
            first ->
                assertThat(first.origin())
                    .isEqualTo(
                        new ProviderEvent.Origin(
                            Instant.ofEpochSecond(1780314000),
                            "kim@a.example",
                            Optional.of("abcdefgh.7.1"),
                            Optional.of("abc"),
                            Optional.of("p"),
                            Optional.of("abc.recvd-1-2.0"))),
            second -> assertThat(second).isInstanceOf(ProviderEvent.Blocked.class));
  }

  @Test
  void a_recipient_is_asked_for_whatever_became_of_the_message() throws Exception {
    AtomicReference<String> asked = new AtomicReference<>("");
    try (RawServer server =
            new RawServer(
                socket -> {
                  asked.set(RawServer.readRequest(socket));
                  socket
                      .getOutputStream()
                      .write(
                          answer(
                                  "200 OK",
                                  "",
                                  "{\"messages\":[{\"sg_message_id\":\"abc.x\",\"to_email\":\"kim@a.example\",\"status\":\"processed\"}]}")
                              .getBytes(UTF_8));
                });
        SendGridRecords records = records(server.port(), Duration.ofSeconds(20))) {
      assertThat(records.messagesTo("kim@a.example", NOW, NOW.plusSeconds(60)))
          .isEqualTo(
              new Answer.Found<>(
                  List.of(new LoggedMessage("abc.x", Optional.of("abc"), "kim@a.example")), false));
      assertThat(records.messagesTo("\"kim\"@a.example", NOW, NOW))
          .isInstanceOf(Answer.Failed.class);
    }
    assertThat(asked.get())
        .contains("to_email = \\\"kim@a.example\\\" AND sg_message_id_created_at >= TIMESTAMP")
        .doesNotContain("status");
  }

  @Test
  void an_answer_with_something_unreadable_in_it_is_not_the_whole() throws Exception {
    for (String body : List.of("{}", "{\"messages\":{}}")) {
      assertThat(messages(body)).isInstanceOf(Answer.Failed.class);
    }
    assertThat(messages("{\"messages\":[{\"to_email\":\"kim@a.example\"}]}"))
        .isEqualTo(new Answer.Found<>(List.of(), true));
    assertThat(messages("{\"messages\":[]}")).isEqualTo(new Answer.Found<>(List.of(), false));
  }

  private Answer<LoggedMessage> messages(String body) throws Exception {
    try (RawServer server =
            new RawServer(
                socket -> {
                  RawServer.readRequest(socket);
                  socket.getOutputStream().write(answer("200 OK", "", body).getBytes(UTF_8));
                });
        SendGridRecords records = records(server.port(), Duration.ofSeconds(20))) {
      return records.messagesTo("kim@a.example", NOW, NOW);
    }
  }

  private static List<ProviderEvent> items(Answer<ProviderEvent> answer) {
    return switch (answer) {
      case Answer.Found<ProviderEvent>(List<ProviderEvent> items, _) -> items;
      case Answer.NotOffered<ProviderEvent> other -> throw new AssertionError(other);
      case Answer.Failed<ProviderEvent> other -> throw new AssertionError(other);
    };
  }

  private Answer<ProviderEvent> reply(String status, String body) throws Exception {
    try (RawServer server =
            new RawServer(
                socket -> {
                  RawServer.readRequest(socket);
                  socket.getOutputStream().write(answer(status, "", body).getBytes(UTF_8));
                });
        SendGridRecords records = records(server.port(), Duration.ofSeconds(20))) {
      return records.events(MESSAGE);
    }
  }

  private SendGridRecords records(int port, Duration timeout) {
    return new SendGridRecords(
        new SendGridCalls(
            new SendGridSettings(
                "SG.x",
                URI.create("http://127.0.0.1:" + port),
                SendGridSettings.Region.GLOBAL,
                Optional.empty(),
                Duration.ofSeconds(5),
                timeout,
                1),
            InstantSource.fixed(NOW),
            pauses::add));
  }

  private static String answer(String status, String headers, String body) {
    return "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n%s"
        .formatted(status, body.getBytes(UTF_8).length, headers, body);
  }
}
