package mailctl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class BodyReaderTest {
  private static final int MOST = 100_000;

  private final BodyReader reader = new BodyReader(MOST, Duration.ofMinutes(1));

  @Test
  void a_body_is_read_whole_declared_or_not() {
    for (int length : new int[] {0, 1, 16_383, 16_384, 16_385, 65_536, MOST - 1, MOST}) {
      byte[] body = body(length);
      assertThat(read(body, length, 1 << 20)).isEqualTo(body);
      assertThat(read(body, -1, 1 << 20)).isEqualTo(body);
    }
  }

  @Test
  void more_than_the_limit_is_too_large() {
    assertThat(outcome(reader, stream(body(MOST + 1)), -1, 1 << 20))
        .isInstanceOf(BodyReader.Body.TooLarge.class);
  }

  @Test
  void a_body_that_grows_out_of_its_room_stops_there_and_gives_it_back() {
    InFlight inFlight = new InFlight(50_000);
    try (InFlight.Room room = inFlight.enter(reader.first(-1)).orElseThrow()) {
      assertThat(reader.read(stream(body(MOST)), -1, room))
          .isInstanceOf(BodyReader.Body.NoRoom.class);
    }
    assertThat(inFlight.enter(50_000)).isPresent();
  }

  @Test
  void after_reading_exactly_the_body_is_reserved() {
    InFlight inFlight = new InFlight(1 << 20);
    try (InFlight.Room room = inFlight.enter(reader.first(-1)).orElseThrow()) {
      reader.read(stream(body(20_000)), -1, room);
      assertThat(inFlight.enter((1 << 20) - 20_000)).isPresent();
    }
  }

  @Test
  void a_body_that_ends_early_is_cut_off() {
    assertThat(outcome(reader, stream(body(10)), 11, 100))
        .isInstanceOf(BodyReader.Body.CutOff.class);
  }

  @Test
  void a_body_that_takes_too_long_or_stalls_is_too_slow() {
    BodyReader hasty = new BodyReader(MOST, Duration.ofNanos(1));
    assertThat(outcome(hasty, stream(body(10)), 10, 100))
        .isInstanceOf(BodyReader.Body.TooSlow.class);
    assertThat(outcome(hasty, stream(body(10)), -1, MOST))
        .isInstanceOf(BodyReader.Body.TooSlow.class);
    InputStream stalled =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException(new TimeoutException("idle"));
          }
        };
    assertThat(outcome(reader, stalled, 10, 100)).isInstanceOf(BodyReader.Body.TooSlow.class);
  }

  private byte[] read(byte[] body, long declared, long memory) {
    return outcome(reader, stream(body), declared, memory)
            instanceof BodyReader.Body.Whole(byte[] bytes)
        ? bytes
        : new byte[] {-1};
  }

  private static BodyReader.Body outcome(
      BodyReader reader, InputStream in, long declared, long memory) {
    try (InFlight.Room room = new InFlight(memory).enter(reader.first(declared)).orElseThrow()) {
      return reader.read(in, declared, room);
    }
  }

  private static InputStream stream(byte[] body) {
    return new ByteArrayInputStream(body);
  }

  private static byte[] body(int length) {
    byte[] body = new byte[length];
    new Random(length).nextBytes(body);
    return body;
  }
}
