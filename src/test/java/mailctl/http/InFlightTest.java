package mailctl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class InFlightTest {
  private final InFlight inFlight = new InFlight(10);

  @Test
  void more_than_there_is_room_for_is_turned_away_until_something_is_released() {
    InFlight.Room first = inFlight.enter(6).orElseThrow();
    assertThat(inFlight.enter(6)).isEmpty();
    assertThat(inFlight.enter(4)).isPresent();
    first.close();
    assertThat(inFlight.enter(6)).isPresent();
  }

  @Test
  void what_grows_needs_room_as_well_and_gives_all_of_it_back() {
    InFlight.Room room = inFlight.enter(2).orElseThrow();
    assertThat(room.grow(8)).isTrue();
    assertThat(room.grow(1)).isFalse();
    room.shrink(2);
    assertThat(room.grow(2)).isTrue();
    room.close();

    assertThat(inFlight.enter(10)).isPresent();
  }

  @Test
  void draining_takes_nothing_and_waits_for_what_is_under_way() throws Exception {
    InFlight.Room room = inFlight.enter(1).orElseThrow();
    inFlight.drain();

    assertThat(inFlight.enter(1)).isEmpty();
    assertThat(inFlight.awaitEmpty(Duration.ZERO)).isFalse();
    Thread.ofVirtual().start(room::close);
    assertThat(inFlight.awaitEmpty(Duration.ofSeconds(10))).isTrue();
  }
}
