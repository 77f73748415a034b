package mailctl.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mailctl.database.Refusal;
import mailctl.log.LogAreas;
import mailctl.log.LogLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "LEVEL is error, warn, info, debug or trace; an area is a part of mailctl, such as delivery,",
      "webhook or sendgrid. After --for it is again as log.level and log.levels say. At debug whole",
      "addresses are logged."
    })
@Examples({
  "mailctl log level delivery=debug webhook=debug --for 10m",
  "mailctl log level debug",
  "mailctl log level --reset"
})
@ExitCodes({ExitCode.UNAVAILABLE, ExitCode.DENIED})
final class LogLevelCommand extends Action {
  private static final Duration LONGEST = Duration.ofDays(1);

  @Parameters(
      arity = "0..*",
      paramLabel = "LEVEL|AREA=LEVEL",
      description = "how much, everywhere or there")
  List<String> wanted = List.of();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = SandboxCommand.PaceConverter.class,
      description = "how long, up to 24h (10m)")
  Duration howLong = Duration.ofMinutes(10);

  @Option(names = "--reset", description = "as configured, at once")
  boolean reset;

  @Mixin final AdminUrl url = new AdminUrl();

  @Mixin final DryRun dryRun = new DryRun();

  LogLevelCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    JsonObject wish = wish().put("dry_run", dryRun.on);
    new LogView(session).show(new AdminClient(session, url.value).post("/log", wish), dryRun.on);
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  /// Wrong words are told before anybody is asked.
  private JsonObject wish() {
    if (reset == !wanted.isEmpty()) {
      throw usage("either a level or --reset");
    }
    if (reset) {
      return Json.object().put("reset", true);
    }
    if (!howLong.isPositive() || howLong.compareTo(LONGEST) > 0) {
      throw usage("--for is between 1ms and 24h");
    }
    JsonObject wish = Json.object().put("for_ms", howLong.toMillis());
    Map<String, String> levels = new LinkedHashMap<>();
    for (String each : wanted) {
      if (each.contains("=")) {
        try {
          LogAreas.parse(each).forEach((area, level) -> levels.put(area, level.word()));
        } catch (IllegalArgumentException e) {
          throw usage("'" + each + "' " + e.getMessage());
        }
      } else {
        wish.put(
            "level",
            LogLevel.of(each)
                .orElseThrow(() -> usage("'" + each + "' is not " + LogLevel.words()))
                .word());
      }
    }
    return wish.map("levels", levels);
  }

  private static Refusal usage(String message) {
    return new Refusal(Refusal.Kind.USAGE, message, "mailctl log level --help");
  }
}
