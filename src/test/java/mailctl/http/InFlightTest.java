package mailctl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class InFlightTest {
  private final InFlight inFlight = new InFlight(10);

  @Test
  void more_than_there_is_room_for_is_turned_away_until_something_is_released() {
    assertThat(inFlight.reserve(6)).isTrue();
    assertThat(inFlight.reserve(6)).isFalse();
    assertThat(inFlight.reserve(4)).isTrue();
    inFlight.release(6);
    assertThat(inFlight.reserve(6)).isTrue();
  }

  @Test
  void draining_takes_nothing_and_waits_for_what_is_under_way() throws Exception {
    inFlight.reserve(1);
    inFlight.drain();

    assertThat(inFlight.reserve(1)).isFalse();
    assertThat(inFlight.awaitEmpty(Duration.ZERO)).isFalse();
    Thread.ofVirtual().start(() -> inFlight.release(1));
    assertThat(inFlight.awaitEmpty(Duration.ofSeconds(10))).isTrue();
  }
}
