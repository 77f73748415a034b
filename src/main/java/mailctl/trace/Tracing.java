package mailctl.trace;

import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Where spans go: nowhere, mostly. OpenTelemetry's own classes are loaded when its variables ask
/// for an exporter, and not before.
public interface Tracing extends AutoCloseable {
  /// Which side of a call a span is.
  enum Side {
    SERVER,
    CLIENT,
    INSIDE
  }

  /// Something that takes a while; ends with `close`, by the thread that began it. Spans that begin
  /// meanwhile in the same thread are parts of it.
  interface Span extends AutoCloseable {
    Span put(String key, String value);

    Span put(String key, long value);

    /// It did not do what it was for.
    Span failed(String why);

    /// It was nothing worth telling: nobody will hear of it.
    void forget();

    @Override
    void close();
  }

  default Span begin(Side side, String name) {
    return begin(side, name, Optional.empty());
  }

  /// As part of what somebody else does, who says so in a `traceparent` (W3C Trace Context); what
  /// is none counts as empty.
  Span begin(Side side, String name, Optional<String> traceparent);

  /// Tells what is untold, for two seconds at most.
  @Override
  void close();

  static Tracing off() {
    return NoTracing.INSTANCE;
  }

  /// What the variables of the environment ask for; an empty text is an unset one.
  ///
  /// @throws IllegalArgumentException with words for a person when they ask for what is not there
  static Tracing of(UnaryOperator<String> environment) {
    return isWanted(environment) ? OtelTracing.start(environment) : off();
  }

  private static boolean isWanted(UnaryOperator<String> environment) {
    if (environment.apply("OTEL_SDK_DISABLED").equalsIgnoreCase("true")) {
      return false;
    }
    String exporter = environment.apply("OTEL_TRACES_EXPORTER");
    if (!exporter.isEmpty()) {
      return !exporter.equals("none");
    }
    return Set.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").stream()
        .anyMatch(name -> !environment.apply(name).isEmpty());
  }
}
