package mailctl.cli;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import mailctl.sandbox.Mix;
import picocli.CommandLine.Option;

/// The rates of a mix.
final class MixOptions {
  private static final double USUAL_LATE = 0.01;

  @Option(names = "--delivered", paramLabel = "RATE", description = "of all messages (0.94)")
  Optional<Double> delivered = Optional.empty();

  @Option(names = "--bounce", paramLabel = "RATE", description = "of all (0.02)")
  Optional<Double> bounce = Optional.empty();

  @Option(names = "--blocked", paramLabel = "RATE", description = "of all (0.03)")
  Optional<Double> blocked = Optional.empty();

  @Option(names = "--dropped", paramLabel = "RATE", description = "of all (0.01)")
  Optional<Double> dropped = Optional.empty();

  @Option(
      names = "--deferred",
      paramLabel = "RATE",
      description = "of those not dropped, deferred once or more before that (0.05)")
  Optional<Double> deferred = Optional.empty();

  @Option(names = "--open", paramLabel = "RATE", description = "of those delivered (0.4)")
  Optional<Double> open = Optional.empty();

  @Option(names = "--machine-open", paramLabel = "RATE", description = "of the delivered (0.2)")
  Optional<Double> machineOpen = Optional.empty();

  @Option(names = "--click", paramLabel = "RATE", description = "of the delivered (0.08)")
  Optional<Double> click = Optional.empty();

  @Option(names = "--spam", paramLabel = "RATE", description = "of the delivered (0.001)")
  Optional<Double> spam = Optional.empty();

  @Option(names = "--unsubscribe", paramLabel = "RATE", description = "of the delivered (0.005)")
  Optional<Double> unsubscribe = Optional.empty();

  @Option(
      names = "--late",
      paramLabel = "WHAT",
      description =
          "of the delivered, bounce late and without a message id: 0.02, or 6h, or 0.02,6h (0)")
  String late = "";

  /// @throws mailctl.database.Refusal (USAGE) saying which rate is wrong
  Mix mix() {
    Map<Mix.Rate, Double> given = new EnumMap<>(Mix.Rate.class);
    delivered.ifPresent(it -> given.put(Mix.Rate.DELIVERED, it));
    bounce.ifPresent(it -> given.put(Mix.Rate.BOUNCE, it));
    blocked.ifPresent(it -> given.put(Mix.Rate.BLOCKED, it));
    dropped.ifPresent(it -> given.put(Mix.Rate.DROPPED, it));
    deferred.ifPresent(it -> given.put(Mix.Rate.DEFERRED, it));
    open.ifPresent(it -> given.put(Mix.Rate.OPEN, it));
    machineOpen.ifPresent(it -> given.put(Mix.Rate.MACHINE_OPEN, it));
    click.ifPresent(it -> given.put(Mix.Rate.CLICK, it));
    spam.ifPresent(it -> given.put(Mix.Rate.SPAM, it));
    unsubscribe.ifPresent(it -> given.put(Mix.Rate.UNSUBSCRIBE, it));
    Duration lateAfter = Mix.USUAL_LATENESS;
    try {
      for (String part : late.isEmpty() ? new String[0] : late.split(",", 2)) {
        if (part.strip().matches("\\d*\\.?\\d+")) {
          given.put(Mix.Rate.LATE, Double.valueOf(part.strip()));
        } else {
          lateAfter = new SandboxCommand.PaceConverter().convert(part);
          given.putIfAbsent(Mix.Rate.LATE, USUAL_LATE);
        }
      }
      return Mix.of(given, lateAfter);
    } catch (IllegalArgumentException e) {
      throw TrafficOptions.wrong(e);
    } catch (picocli.CommandLine.TypeConversionException _) {
      throw TrafficOptions.wrong(
          new IllegalArgumentException(
              "--late is a rate like 0.02, a duration like 6h, or both: 0.02,6h"));
    }
  }
}
