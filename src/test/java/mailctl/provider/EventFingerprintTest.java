package mailctl.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventFingerprintTest {
  @Test
  void a_changed_or_missing_event_id_changes_nothing() {
    assertThat(EventFingerprint.of(delivered(Optional.of("one"))))
        .isEqualTo(EventFingerprint.of(delivered(Optional.of("two"))))
        .isEqualTo(EventFingerprint.of(delivered(Optional.empty())));
  }

  @Test
  void clicks_on_two_links_in_one_second_are_two() {
    assertThat(EventFingerprint.of(clicked("https://a.example")))
        .isNotEqualTo(EventFingerprint.of(clicked("https://b.example")));
  }

  private static ProviderEvent delivered(Optional<String> id) {
    return new ProviderEvent.Delivered(origin(id), "250 OK");
  }

  private static ProviderEvent clicked(String url) {
    return new ProviderEvent.Clicked(
        origin(Optional.empty()), url, "", new ProviderEvent.Visit("agent", "192.0.2.1"));
  }

  private static ProviderEvent.Origin origin(Optional<String> id) {
    return new ProviderEvent.Origin(
        Instant.parse("2026-03-01T10:00:00Z"),
        "a@example.org",
        Optional.of("abcd1234.1.1"),
        Optional.of("m"),
        id,
        Optional.of("m.recvd-1"));
  }
}
