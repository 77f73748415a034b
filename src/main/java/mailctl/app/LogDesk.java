package mailctl.app;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mailctl.database.Refusal;
import mailctl.http.AdminAction;
import mailctl.http.AdminPage;
import mailctl.log.LogAreas;
import mailctl.log.LogLevel;
import mailctl.log.LogSteering;

/// `/log` of the admin listener: how much this `serve` logs, and what somebody wants of it for a
/// while.
final class LogDesk {
  private static final String PATH = "/log";
  private static final Duration LONGEST = Duration.ofDays(1);

  private final LogSteering logs;

  LogDesk(LogSteering logs) {
    this.logs = requireNonNull(logs, "logs is null");
  }

  AdminPage page() {
    return new AdminPage(PATH, "application/json", () -> Deeds.text(answer(logs.state())));
  }

  AdminAction action(Deeds deeds) {
    return deeds.action(PATH, "log level", this::change);
  }

  private Deeds.Done change(JsonNode wish) {
    if (wish.path("reset").asBoolean()) {
      LogSteering.State state = wish.path("dry_run").asBoolean() ? logs.configured() : logs.reset();
      return new Deeds.Done(answer(state), "as configured");
    }
    Optional<LogLevel> level =
        wish.hasNonNull("level") ? Optional.of(level(wish.get("level"))) : Optional.empty();
    StringBuilder words = new StringBuilder();
    wish.path("levels")
        .propertyStream()
        .forEach(each -> words.append(each.getKey() + "=" + each.getValue().asText() + " "));
    Map<String, LogLevel> areas;
    try {
      areas = LogAreas.parse(words.toString());
    } catch (IllegalArgumentException e) {
      throw usage("'" + words.toString().strip() + "' " + e.getMessage());
    }
    if (level.isEmpty() && areas.isEmpty()) {
      throw usage("neither level nor levels");
    }
    Duration howLong = Duration.ofMillis(wish.path("for_ms").asLong(600_000));
    if (!howLong.isPositive() || howLong.compareTo(LONGEST) > 0) {
      throw usage("for_ms is between 1 and " + LONGEST.toMillis());
    }
    LogSteering.State state =
        wish.path("dry_run").asBoolean()
            ? logs.rehearse(level, areas, howLong)
            : logs.steer(level, areas, howLong);
    String what = (level.map(LogLevel::word).orElse("") + " " + words).strip();
    return new Deeds.Done(answer(state), what + " for " + howLong.toSeconds() + " s");
  }

  private static LogLevel level(JsonNode word) {
    return LogLevel.of(word.asText())
        .orElseThrow(() -> usage("'" + word.asText() + "' is not " + LogLevel.words()));
  }

  private static Refusal usage(String message) {
    return new Refusal(Refusal.Kind.USAGE, message, "mailctl log level --help");
  }

  private static Map<String, Object> answer(LogSteering.State state) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("format", state.plan().format().name().toLowerCase(java.util.Locale.ROOT));
    answer.put("level", state.plan().level().word());
    Map<String, String> levels = new TreeMap<>();
    state.plan().areas().forEach((area, level) -> levels.put(area, level.word()));
    answer.put("levels", levels);
    state.left().ifPresent(left -> answer.put("left_ms", left.toMillis()));
    return answer;
  }
}
