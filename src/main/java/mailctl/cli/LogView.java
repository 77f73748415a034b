package mailctl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How much a `serve` logs, as it told.
final class LogView {
  private final Session session;

  LogView(Session session) {
    this.session = session;
  }

  void show(JsonNode answer, boolean dryRun) {
    Map<String, String> levels = new LinkedHashMap<>();
    answer
        .path("levels")
        .propertyStream()
        .forEach(each -> levels.put(each.getKey(), each.getValue().asText()));
    Optional<Duration> left =
        answer.has("left_ms")
            ? Optional.of(Duration.ofMillis(answer.get("left_ms").asLong()))
            : Optional.empty();
    String level = answer.path("level").asText();
    if (session.json()) {
      JsonObject json =
          Json.object()
              .put("dry_run", dryRun)
              .put("format", answer.path("format").asText())
              .put("level", level)
              .map("levels", levels);
      left.ifPresent(it -> json.duration("left", it));
      session.print(json);
      return;
    }
    List<String> words = new ArrayList<>(List.of(level));
    levels.forEach((area, its) -> words.add(area + "=" + its));
    session.terminal().out().println(String.join(" ", words));
    left.ifPresent(it -> session.say("for " + Times.amount(it) + ", then as configured"));
  }
}
