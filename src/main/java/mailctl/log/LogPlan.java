package mailctl.log;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How a process logs: in which format, how much, and where more or less than that.
public record LogPlan(LogFormat format, LogLevel level, Map<String, LogLevel> areas) {
  public static final LogPlan USUAL = new LogPlan(LogFormat.TEXT, LogLevel.INFO, Map.of());

  public LogPlan {
    requireNonNull(format, "format is null");
    requireNonNull(level, "level is null");
    areas = Collections.unmodifiableMap(new TreeMap<>(areas));
  }

  /// With more detail everywhere, unless there is so much already.
  public LogPlan atLeast(LogLevel least) {
    return level.compareTo(least) >= 0 ? this : new LogPlan(format, least, areas);
  }

  /// Where this says nothing it stays as it is.
  LogPlan changed(Optional<LogLevel> general, Map<String, LogLevel> further) {
    Map<String, LogLevel> all = new TreeMap<>(areas);
    all.putAll(further);
    return new LogPlan(format, general.orElse(level), all);
  }
}
