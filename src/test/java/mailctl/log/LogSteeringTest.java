package mailctl.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LogSteeringTest {
  private static final LogPlan CONFIGURED =
      new LogPlan(LogFormat.TEXT, LogLevel.INFO, Map.of("webhook", LogLevel.WARN));

  private final List<LogPlan> applied = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final LogSteering steering =
      new LogSteering(
          applied::add, CONFIGURED, LogLevel.ERROR, (_, what) -> later.add(what), () -> 0);

  @Test
  void it_is_as_configured_again_when_the_time_is_over() {
    LogSteering.State state = steer("delivery=debug");
    assertThat(state.left()).contains(Duration.ofMinutes(10));
    assertThat(applied.getLast().areas())
        .isEqualTo(Map.of("webhook", LogLevel.WARN, "delivery", LogLevel.DEBUG));

    later.getLast().run();

    assertThat(applied.getLast()).isEqualTo(CONFIGURED);
    assertThat(steering.state()).isEqualTo(new LogSteering.State(CONFIGURED, Optional.empty()));
  }

  @Test
  void a_second_wish_adds_to_the_first_and_sets_the_time_anew() {
    steer("delivery=debug");
    steering.steer(Optional.of(LogLevel.WARN), Map.of(), Duration.ofMinutes(1));

    later.getFirst().run();

    assertThat(applied.getLast().level()).isEqualTo(LogLevel.WARN);
    assertThat(applied.getLast().areas()).containsEntry("delivery", LogLevel.DEBUG);
    later.getLast().run();
    assertThat(applied.getLast()).isEqualTo(CONFIGURED);
  }

  @Test
  void another_configuration_counts_below_what_is_wanted_for_a_while() {
    steer("delivery=debug");

    steering.configure(new LogPlan(LogFormat.JSON, LogLevel.ERROR, Map.of()));

    assertThat(applied.getLast())
        .isEqualTo(new LogPlan(LogFormat.JSON, LogLevel.ERROR, Map.of("delivery", LogLevel.DEBUG)));
    assertThat(steering.reset().plan().areas()).isEmpty();
  }

  @Test
  void wrong_words_are_told() {
    assertThatThrownBy(() -> LogAreas.parse("delivry=debug")).hasMessageContaining("is no area");
    assertThatThrownBy(() -> LogAreas.parse("delivery=loud")).hasMessageContaining("a level that");
    assertThatThrownBy(() -> LogAreas.parse("delivery")).hasMessageContaining("is not like");
    assertThat(LogAreas.parse(" ")).isEmpty();
  }

  @Test
  void the_areas_are_the_packages() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("src/main/java/mailctl"))) {
      assertThat(LogAreas.ALL)
          .containsExactlyElementsOf(
              folders
                  .filter(Files::isDirectory)
                  .map(folder -> folder.getFileName().toString())
                  .sorted()
                  .toList());
    }
  }

  private LogSteering.State steer(String areas) {
    return steering.steer(Optional.empty(), LogAreas.parse(areas), Duration.ofMinutes(10));
  }
}
