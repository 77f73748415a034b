package mailctl.sendgrid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import mailctl.provider.ParsedPost;
import mailctl.provider.ProviderEvent;
import org.junit.jupiter.api.Test;

final class SendGridEventWriterTest {
  private static final ProviderEvent.Origin ORIGIN =
      new ProviderEvent.Origin(
          Instant.parse("2026-03-01T10:00:00Z"),
          "ada@example.org",
          Optional.of("abcd1234.1.1"),
          Optional.of("m1"),
          Optional.of("e1"),
          Optional.of("m1.recvd-1.0"));
  private static final ProviderEvent.Visit VISIT = new ProviderEvent.Visit("agent", "192.0.2.1");

  @Test
  void every_event_survives_writing_and_reading() {
    List<ProviderEvent> events =
        List.of(
            new ProviderEvent.Processed(ORIGIN),
            new ProviderEvent.Deferred(ORIGIN, "451 later", "1"),
            new ProviderEvent.Delivered(ORIGIN, "250 OK"),
            new ProviderEvent.Blocked(ORIGIN, BounceClass.VOLUME, "4.7.28", "421 slow"),
            new ProviderEvent.Bounced(ORIGIN, BounceClass.INVALID_ADDRESS, "5.1.1", "550 no"),
            new ProviderEvent.Dropped(ORIGIN, DropCause.BOUNCED_ADDRESS, "Bounced Address"),
            new ProviderEvent.SpamReported(ORIGIN),
            new ProviderEvent.Unsubscribed(ORIGIN),
            new ProviderEvent.GroupUnsubscribed(ORIGIN, OptionalLong.of(7)),
            new ProviderEvent.GroupResubscribed(ORIGIN, OptionalLong.empty()),
            new ProviderEvent.Opened(ORIGIN, true, VISIT),
            new ProviderEvent.Clicked(ORIGIN, "https://a.example", "html:2", VISIT),
            new ProviderEvent.AccountStatusChanged(ORIGIN, "compliance_suspend"),
            new ProviderEvent.Unrecognized(ORIGIN, "received"));

    byte[] post = SendGridEventWriter.post(events.stream().map(SendGridEvent::new).toList());

    ParsedPost.Elements parsed = (ParsedPost.Elements) new SendGridPostParser().parse(post);
    assertThat(parsed.elements())
        .extracting(each -> ((ParsedPost.Readable) each).event())
        .isEqualTo(events);
  }

  @Test
  void a_post_has_the_raw_form_of_real_ones() {
    SendGridEvent event = new SendGridEvent(new ProviderEvent.SpamReported(ORIGIN));

    String post = new String(SendGridEventWriter.post(List.of(event, event)), UTF_8);

    assertThat(post)
        .startsWith("[{\"email\":\"ada@example.org\",\"event\":\"spamreport\",\"mailctl_ref\":")
        .contains("},\r\n{")
        .endsWith("}]\r\n");
  }

  @Test
  void a_custom_argument_loses_to_a_field_of_the_same_name() {
    Map<String, String> args = Map.of("type", "email", "event", "mine", "event_id", "9");

    String delivered =
        SendGridEventWriter.element(
            new SendGridEvent(new ProviderEvent.Delivered(ORIGIN, "250 OK"), args));

    assertThat(delivered)
        .contains("\"type\":\"email\"", "\"event\":\"delivered\"", "\"event_id\":\"9\"");
  }
}
