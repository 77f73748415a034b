package mailctl.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CanaryPolicyTest {
  private static final Instant CALLED = Instant.parse("2026-06-01T12:00:00Z");

  /// Of 100: unsent, gone, heard, bounced, blocked, complained; minutes since the last call.
  @ParameterizedTest
  @CsvSource({
    "0, 0, 100, 5, 10, 0,    0, Pass",
    "0, 0, 100, 6, 0,  0,    0, Fail",
    "0, 0, 100, 0, 11, 0,    0, Fail",
    "0, 0, 100, 0, 0,  1,    0, Fail",
    "1, 0, 99,  5, 0,  0, 9999, Wait",
    "1, 0, 50,  6, 0,  0,    0, Fail",
    "0, 0, 95,  4, 0,  0,    9, Wait",
    "0, 0, 95,  4, 0,  0,   10, Pass",
    "0, 0, 94,  4, 0,  0,  359, Wait",
    "0, 0, 94,  4, 0,  0,  360, Fail",
    // Five of 95 heard of are more than five of a hundred.
    "0, 0, 95,  5, 0,  0,   10, Fail",
    "0, 50, 50, 2, 0,  0,    0, Pass",
    "0, 50, 50, 3, 0,  0,    0, Fail",
    "0, 100, 0, 0, 0,  0,    0, Fail",
    "10, 90, 0, 0, 0,  0,    0, Wait"
  })
  void numbers_have_their_verdict(
      int unsent,
      int gone,
      int heard,
      int bounced,
      int blocked,
      int complained,
      int minutes,
      String verdict) {
    CanaryNumbers numbers =
        new CanaryNumbers(
            100, unsent, gone, heard, bounced, blocked, complained, Optional.of(CALLED));

    assertThat(
            CanaryPolicy.OFF
                .verdict(numbers, CALLED.plus(Duration.ofMinutes(minutes)))
                .getClass()
                .getSimpleName())
        .isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"1%, 1000, 10", "1%, 1001, 11", "0.3%, 1000, 3", "100%, 7, 7", "off, 7, 0"})
  void a_share_is_rounded_up(String share, int whole, int part) {
    assertThat(Share.parse(share).from(whole)).isEqualTo(part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "101%", "-1%", "1 %", "one%", "1.%"})
  void what_is_no_share_is_refused(String text) {
    assertThatThrownBy(() -> Share.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_share_is_shown_as_people_write_it() {
    assertThat(Share.parse("10.50%").text()).isEqualTo("10.5%");
    assertThat(Share.parse("100%").text()).isEqualTo("100%");
    assertThat(Share.of(1, 3).text()).isEqualTo("33.33%");
  }
}
