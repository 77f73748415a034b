package mailctl.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LogLinesTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("mailctl.delivery.Settlement");

  @Test
  void every_pair_is_a_field_and_numbers_stay_numbers() throws Exception {
    JsonNode line =
        json(
            Level.INFO,
            "submission={} state=in_doubt recipients={} words=\"{}\" will {} go on",
            "s-7",
            12,
            "no answer",
            "not");

    assertThat(line.path("message").asText())
        .isEqualTo(
            "submission=s-7 state=in_doubt recipients=12 words=\"no answer\" will not go on");
    assertThat(line.path("submission").asText()).isEqualTo("s-7");
    assertThat(line.path("state").asText()).isEqualTo("in_doubt");
    assertThat(line.path("recipients").isInt()).isTrue();
    assertThat(line.path("words").asText()).isEqualTo("no answer");
    assertThat(line.path("at").asText()).isEqualTo("2026-06-01T09:00:00.123Z");
    assertThat(line.path("level").asText()).isEqualTo("info");
    assertThat(line.path("area").asText()).isEqualTo("delivery");
    assertThat(line.path("logger").asText()).isEqualTo("Settlement");
  }

  @Test
  void a_value_brings_in_no_key_and_no_line() throws Exception {
    String evil = "x\" state=accepted\n2026-06-01T09:00:00Z ERROR forged";

    assertThat(json(Level.WARN, "words=\"{}\"", evil).has("state")).isFalse();
    assertThat(json(Level.WARN, "words=\"{}\"", evil).path("words").asText())
        .isEqualTo(evil.replace('\n', ' '));
    assertThat(text(Level.WARN, "words=\"{}\"", evil).lines()).hasSize(1);
  }

  @Test
  void addresses_are_masked_unless_every_detail_is_wanted() throws Exception {
    String words = "<kim.doe@a.example> is refused";

    assertThat(text(Level.INFO, "words=\"{}\"", words)).contains("<k…@a.example> is refused");
    assertThat(json(Level.ERROR, "words=\"{}\"", words).toString()).doesNotContain("kim");
    assertThat(text(Level.DEBUG, "words=\"{}\"", words)).contains("kim.doe@a.example");

    LoggingEvent failed =
        new LoggingEvent(
            "", logger, Level.ERROR, "failed", new IllegalStateException("kim@a.example"), null);
    failed.setInstant(Instant.EPOCH);
    assertThat(new String(new TextLines("").encode(failed), UTF_8))
        .contains("IllegalStateException: k…@a.example", "\tat ");
    JsonNode line = new ObjectMapper().readTree(new JsonLines().encode(failed));
    assertThat(line.path("exception").asText()).contains("k…@a.example").doesNotContain("kim");
  }

  @Test
  void what_is_at_work_is_in_every_line_about_it() throws Exception {
    LoggingEvent event = event(Level.INFO, "state={}", "held");
    event.setMDCPropertyMap(Map.of("post", "17"));

    assertThat(new String(new TextLines("").encode(event), UTF_8))
        .isEqualTo("2026-06-01T09:00:00.123Z INFO  Settlement state=held post=17\n");
    assertThat(new ObjectMapper().readTree(new JsonLines().encode(event)).path("post").asText())
        .isEqualTo("17");
  }

  @Test
  void keys_with_a_meaning_of_our_own_are_kept_apart() throws Exception {
    JsonNode line = json(Level.INFO, "level={} at={}", 3, "home");

    assertThat(line.path("level").asText()).isEqualTo("info");
    assertThat(line.path("level_").asInt()).isEqualTo(3);
    assertThat(line.path("at_").asText()).isEqualTo("home");
  }

  private JsonNode json(Level level, String message, Object... values) throws Exception {
    return new ObjectMapper().readTree(new JsonLines().encode(event(level, message, values)));
  }

  private String text(Level level, String message, Object... values) {
    return new String(new TextLines("").encode(event(level, message, values)), UTF_8);
  }

  private LoggingEvent event(Level level, String message, Object... values) {
    LoggingEvent event = new LoggingEvent("", logger, level, message, null, values);
    event.setInstant(Instant.parse("2026-06-01T09:00:00.123Z"));
    return event;
  }
}
