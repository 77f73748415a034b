package mailctl.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The parts of mailctl whose level can be set apart from the others': its packages.
public final class LogAreas {
  public static final List<String> ALL =
      List.of(
          "access",
          "app",
          "audience",
          "backfill",
          "campaign",
          "cli",
          "csv",
          "daemon",
          "database",
          "delivery",
          "doctor",
          "erasure",
          "fence",
          "http",
          "inspect",
          "log",
          "message",
          "metrics",
          "policy",
          "provider",
          "report",
          "sandbox",
          "sendgrid",
          "suppression",
          "trace",
          "webhook",
          "why");

  private LogAreas() {}

  /// Of "delivery=debug webhook=trace", apart by blanks or commas; an empty text is none.
  ///
  /// @throws IllegalArgumentException with words for a person about the first that is wrong
  public static Map<String, LogLevel> parse(String text) {
    Map<String, LogLevel> levels = new LinkedHashMap<>();
    for (String each : text.strip().split("[\\s,]+")) {
      if (each.isEmpty()) {
        continue;
      }
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("is not like delivery=debug webhook=trace");
      }
      String area = each.substring(0, equals);
      if (!ALL.contains(area)) {
        throw new IllegalArgumentException(
            "names " + area + ", which is no area; there are " + String.join(", ", ALL));
      }
      LogLevel level =
          LogLevel.of(each.substring(equals + 1))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "gives " + area + " a level that is not " + LogLevel.words()));
      levels.put(area, level);
    }
    return levels;
  }
}
