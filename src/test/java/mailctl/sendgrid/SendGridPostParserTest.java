package mailctl.sendgrid;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import mailctl.provider.ParsedPost;
import mailctl.provider.ProviderEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SendGridPostParserTest {
  private final SendGridPostParser parser = new SendGridPostParser();

  @Test
  void an_event_carries_its_time_address_reference_and_ids() {
    ProviderEvent event =
        event(
            """
            {"email":"ada@example.org","event":"delivered","timestamp":1780000000,
             "sg_event_id":"e1","sg_message_id":" m-1.recvd-7f-1.0","response":"250 OK",
             "mailctl_ref":"abcd1234.17.2","type":"email"}
            """);

    assertThat(event)
        .isEqualTo(
            new ProviderEvent.Delivered(
                new ProviderEvent.Origin(
                    Instant.ofEpochSecond(1_780_000_000),
                    "ada@example.org",
                    Optional.of("abcd1234.17.2"),
                    Optional.of("m-1"),
                    Optional.of("e1"),
                    Optional.of("m-1.recvd-7f-1.0")),
                "250 OK"));
  }

  @ParameterizedTest
  @CsvSource({
    "1780000000, 2026-05-28T20:26:40Z",
    "'\"1780000000\"', 2026-05-28T20:26:40Z",
    "1780000000123, 2026-05-28T20:26:40.123Z",
    "1780000000.75, 2026-05-28T20:26:40Z",
    "1.78e9, 2026-05-28T20:26:40Z",
    "'\"2026-05-28T20:26:40Z\"', 2026-05-28T20:26:40Z",
    "0, 1970-01-01T00:00:00Z",
    "-99999999999999999, 0001-01-01T00:00:00Z",
    "999999999999999999, 9999-12-31T23:59:59Z",
    "9e300, 9999-12-31T23:59:59Z",
    "99999999999999999999999999, 9999-12-31T23:59:59Z",
  })
  void times_come_in_many_forms(String json, String expected) {
    ProviderEvent event = event("{\"event\":\"processed\",\"timestamp\":" + json + "}");

    assertThat(event.origin().occurredAt()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "blocked, Technical, Blocked, TECHNICAL",
    "blocked, Technical Failure, Blocked, TECHNICAL",
    "BLOCKED, technical, Blocked, TECHNICAL",
    "expired, '', Blocked, UNCLASSIFIED",
    "blocked, Frequency/Volume, Blocked, VOLUME",
    "blocked, Frequency or Volume Too High, Blocked, VOLUME",
    "blocked, Mailbox Unavailable, Blocked, MAILBOX_UNAVAILABLE",
    "blocked, Reputation, Blocked, REPUTATION",
    "blocked, Content, Blocked, CONTENT",
    "blocked, Invalid Address, Blocked, INVALID_ADDRESS",
    "blocked, Something New, Blocked, UNCLASSIFIED",
    "bounce, Invalid Address, Bounced, INVALID_ADDRESS",
    "bounce, Technical, Bounced, TECHNICAL",
    "email, Reputation, Blocked, REPUTATION",
    "'', '', Bounced, UNCLASSIFIED",
  })
  void a_bounce_is_hard_or_a_block(String type, String label, String kind, BounceClass expected) {
    ProviderEvent event =
        event(
            "{\"event\":\"bounce\",\"timestamp\":1,\"type\":\"%s\",\"bounce_classification\":\"%s\"}"
                .formatted(type, label));

    assertThat(event.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(
            switch (event) {
              case ProviderEvent.Blocked blocked -> blocked.bounceClass();
              case ProviderEvent.Bounced bounced -> bounced.bounceClass();
              default -> throw new AssertionError(event);
            })
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Bounced Address, BOUNCED_ADDRESS",
    "Unsubscribed Address, UNSUBSCRIBED_ADDRESS",
    "spam reporting address, SPAM_REPORTING_ADDRESS",
    "Invalid, INVALID_ADDRESS",
    "Invalid Address, INVALID_ADDRESS",
    "Invalid SMTPAPI header, INVALID_HEADER",
    "Spam Content, SPAM_CONTENT",
    "Recipient List over Package Quota, OVER_QUOTA",
    "Duplicate message, OTHER",
  })
  void a_drop_has_its_cause(String reason, DropCause cause) {
    ProviderEvent event =
        event("{\"event\":\"dropped\",\"timestamp\":1,\"reason\":\"%s\"}".formatted(reason));

    assertThat(event)
        .isInstanceOfSatisfying(
            ProviderEvent.Dropped.class,
            dropped -> {
              assertThat(dropped.cause()).isEqualTo(cause);
              assertThat(dropped.reason()).isEqualTo(reason);
              assertThat(dropped.origin().email()).isEmpty();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "m1.filter0001.1.2.0, m1",
    "m1.recvd-1.0, m1",
    "m1, m1",
    "'  m1.stfilter-015.1 ', m1",
    "filter0093p1las1.9128.5717FB8127.0,",
    "recvd-5f54b5d587-pczjm-1.0,",
    "filtered-by-name.recvd-1.0, filtered-by-name",
    "'',",
    ".0,",
  })
  void the_message_id_is_what_stands_before_the_first_dot(String full, String expected) {
    ProviderEvent event =
        event("{\"event\":\"processed\",\"timestamp\":1,\"sg_message_id\":\"%s\"}".formatted(full));

    assertThat(event.origin().messageId()).isEqualTo(Optional.ofNullable(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "Processed, processed",
    "SPAMREPORT, spam_reported",
    "group_unsubscribe, group_unsubscribed",
    "group_resubscribe, group_resubscribed",
    "account_status_change, account_status_changed",
    "received, received",
    "blocked, unknown:blocked",
  })
  void types_are_read_in_any_case_and_unknown_ones_kept(String type, String name) {
    ProviderEvent event = event("{\"event\":\"%s\",\"timestamp\":1}".formatted(type));

    assertThat(mailctl.provider.ProviderEventType.of(event)).isEqualTo(name);
  }

  @Test
  void a_click_knows_which_link_and_an_open_whether_a_machine_did_it() {
    assertThat(
            event(
                """
                {"event":"click","timestamp":1,"url":"https://a.example","ip":"192.0.2.1",
                 "url_offset":{"index":3,"type":"html"},"useragent":"A"}
                """))
        .isInstanceOfSatisfying(
            ProviderEvent.Clicked.class, clicked -> assertThat(clicked.link()).isEqualTo("html:3"));
    assertThat(event("{\"event\":\"open\",\"timestamp\":1,\"sg_machine_open\":true}"))
        .isInstanceOfSatisfying(
            ProviderEvent.Opened.class, opened -> assertThat(opened.machine()).isTrue());
  }

  @Test
  void what_sql_cannot_hold_is_replaced() {
    ProviderEvent event =
        event(
            "{\"event\":\"dropped\",\"timestamp\":1,\"reason\":\"a\\u0000b\\ud83d c \\ud83d\\ude00\"}");

    assertThat(((ProviderEvent.Dropped) event).reason()).isEqualTo("a\ufffdb\ufffd c \ud83d\ude00");
  }

  @Test
  void broken_utf_8_spoils_neither_its_element_nor_its_neighbours() {
    byte[] body =
        "[{\"event\":\"dropped\",\"timestamp\":1,\"reason\":\"\u00fcber\"},\r\n{\"event\":\"open\",\"timestamp\":2}]\r\n"
            .getBytes(ISO_8859_1);

    List<ParsedPost.Element> elements = elements(body);

    assertThat(elements).hasSize(2).allMatch(each -> each instanceof ParsedPost.Readable);
    assertThat(elements.getFirst().body()).isEqualTo(java.util.Arrays.copyOfRange(body, 1, 50));
    assertThat(new String(elements.get(1).body(), UTF_8))
        .isEqualTo("{\"event\":\"open\",\"timestamp\":2}");
  }

  @Test
  void unreadable_elements_keep_their_bytes_and_their_neighbours_go_on() {
    String post =
        "\ufeff [ 17,\"x\\\"y\",null,[1,[2]],{\"event\":\"open\"},{\"timestamp\":1},{\"event\":\"open\",\"timestamp\":\"soon\"},-1.5e3 ,true,"
            + " {\"event\":\"open\",\"timestamp\":1,\"\u00e9\":\"\u00e9\"} ] \r\n";

    List<ParsedPost.Element> elements = elements(post.getBytes(UTF_8));

    assertThat(elements)
        .extracting(each -> new String(each.body(), UTF_8))
        .containsExactly(
            "17",
            "\"x\\\"y\"",
            "null",
            "[1,[2]]",
            "{\"event\":\"open\"}",
            "{\"timestamp\":1}",
            "{\"event\":\"open\",\"timestamp\":\"soon\"}",
            "-1.5e3",
            "true",
            "{\"event\":\"open\",\"timestamp\":1,\"\u00e9\":\"\u00e9\"}");
    assertThat(elements).extracting(ParsedPost.Element::index).endsWith(8, 9);
    assertThat(elements)
        .filteredOn(each -> each instanceof ParsedPost.Unreadable)
        .extracting(each -> ((ParsedPost.Unreadable) each).reason())
        .containsExactly(
            "not an object",
            "not an object",
            "not an object",
            "not an object",
            "no timestamp",
            "no event type",
            "the timestamp is no time",
            "not an object",
            "not an object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "{}",
        "\"text\"",
        "[{\"event\":\"open\",\"timestamp\":1}",
        "[{\"event\":\"open\",\"timest",
        "[{\"event\":\"open\" \"timestamp\":1}]",
        "[] []",
        "[1,]",
        "event=open&timestamp=1",
      })
  void what_is_no_json_array_to_the_end_is_malformed(String body) {
    assertThat(parser.parse(body.getBytes(UTF_8))).isInstanceOf(ParsedPost.Malformed.class);
    assertThat(parser.parse("[]".getBytes(UTF_16))).isInstanceOf(ParsedPost.Malformed.class);
  }

  @Test
  void a_malformed_post_is_described_without_quoting_it() {
    ParsedPost post = parser.parse("[{\"email\":\"ada@example.org\" oops}]".getBytes(UTF_8));

    assertThat(((ParsedPost.Malformed) post).reason()).doesNotContain("ada@").contains("at byte");
  }

  @Test
  void deep_nesting_is_bounded_element_by_element() {
    String deep = "[".repeat(90_000) + "]".repeat(90_000);
    String post =
        "[{\"event\":\"open\",\"timestamp\":1,\"x\":"
            + deep
            + "},"
            + deep
            + ",{\"event\":\"open\",\"timestamp\":1,\"x\":{\"event\":{\"y\":[]}}}]";

    List<ParsedPost.Element> elements = elements(post.getBytes(UTF_8));

    assertThat(elements.get(0)).isInstanceOf(ParsedPost.Unreadable.class);
    assertThat(elements.get(1)).isInstanceOf(ParsedPost.Unreadable.class);
    assertThat(elements.get(2)).isInstanceOf(ParsedPost.Readable.class);
    assertThat(parser.parse("[".repeat(1_000_000).getBytes(UTF_8)))
        .isInstanceOf(ParsedPost.Malformed.class);
  }

  @Test
  void categories_and_other_fields_of_any_shape_do_no_harm() {
    for (String category : List.of("\"a\"", "[\"a\",\"b\"]", "[]", "null", "{\"event\":\"x\"}")) {
      assertThat(event("{\"category\":" + category + ",\"event\":\"open\",\"timestamp\":1}"))
          .isInstanceOf(ProviderEvent.Opened.class);
    }
  }

  private ProviderEvent event(String element) {
    ParsedPost.Element only = elements(("[" + element + "]").getBytes(UTF_8)).getFirst();
    return ((ParsedPost.Readable) only).event();
  }

  private List<ParsedPost.Element> elements(byte[] body) {
    ParsedPost post = parser.parse(body);
    assertThat(post).isInstanceOf(ParsedPost.Elements.class);
    return ((ParsedPost.Elements) post).elements();
  }
}
