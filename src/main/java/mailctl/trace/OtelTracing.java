package mailctl.trace;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// OpenTelemetry's SDK, set up by its own variables.
final class OtelTracing implements Tracing {
  /// Those that change what traces do; they are read from here in tests, too.
  private static final List<String> VARIABLES =
      List.of(
          "OTEL_TRACES_EXPORTER",
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
          "OTEL_EXPORTER_OTLP_PROTOCOL",
          "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
          "OTEL_EXPORTER_OTLP_HEADERS",
          "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
          "OTEL_EXPORTER_OTLP_TIMEOUT",
          "OTEL_SERVICE_NAME",
          "OTEL_RESOURCE_ATTRIBUTES",
          "OTEL_TRACES_SAMPLER",
          "OTEL_TRACES_SAMPLER_ARG",
          "OTEL_BSP_SCHEDULE_DELAY");

  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?");

  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;

  private OtelTracing(OpenTelemetrySdk sdk) {
    this.sdk = requireNonNull(sdk, "sdk is null");
    this.tracer = sdk.getTracer("mailctl");
  }

  static Tracing start(UnaryOperator<String> environment) {
    requireKnown(environment, "OTEL_TRACES_EXPORTER", "otlp");
    requireKnown(environment, "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    requireKnown(environment, "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf");
    JulLines.listen();
    Map<String, String> properties = new LinkedHashMap<>();
    if (!environment.apply("OTEL_RESOURCE_ATTRIBUTES").contains("service.name=")) {
      properties.put("otel.service.name", "mailctl");
    }
    properties.put("otel.exporter.otlp.protocol", "http/protobuf");
    for (String each : VARIABLES) {
      if (!environment.apply(each).isEmpty()) {
        properties.put(each.toLowerCase(Locale.ROOT).replace('_', '.'), environment.apply(each));
      }
    }
    // Metrics have a page of their own, and logs are lines.
    properties.put("otel.metrics.exporter", "none");
    properties.put("otel.logs.exporter", "none");
    try {
      return new OtelTracing(
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesCustomizer(_ -> properties)
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the OTEL_ variables are refused: " + String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireKnown(
      UnaryOperator<String> environment, String variable, String only) {
    String value = environment.apply(variable);
    if (!value.isEmpty() && !value.equals(only)) {
      throw new IllegalArgumentException(
          variable + " is " + value + ", and only " + only + " is there");
    }
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // The span closes it, with itself.
  public Span begin(Side side, String name, Optional<String> traceparent) {
    SpanBuilder builder =
        tracer
            .spanBuilder(name)
            .setSpanKind(
                switch (side) {
                  case SERVER -> SpanKind.SERVER;
                  case CLIENT -> SpanKind.CLIENT;
                  case INSIDE -> SpanKind.INTERNAL;
                });
    traceparent.ifPresent(it -> builder.setParent(parent(it)));
    io.opentelemetry.api.trace.Span span = builder.startSpan();
    return new OtelSpan(span, span.makeCurrent());
  }

  /// The root where it is none.
  private static Context parent(String traceparent) {
    Matcher parts = TRACEPARENT.matcher(traceparent);
    return parts.matches()
        ? Context.root()
            .with(
                io.opentelemetry.api.trace.Span.wrap(
                    SpanContext.createFromRemoteParent(
                        parts.group(1),
                        parts.group(2),
                        TraceFlags.fromHex(parts.group(3), 0),
                        TraceState.getDefault())))
        : Context.root();
  }

  @Override
  public void close() {
    sdk.shutdown().join(2, TimeUnit.SECONDS);
  }

  private static final class OtelSpan implements Span {
    private final io.opentelemetry.api.trace.Span span;
    private final Scope scope;
    private boolean forgotten;

    OtelSpan(io.opentelemetry.api.trace.Span span, Scope scope) {
      this.span = span;
      this.scope = scope;
    }

    @Override
    public Span put(String key, String value) {
      span.setAttribute(key, value);
      return this;
    }

    @Override
    public Span put(String key, long value) {
      span.setAttribute(key, value);
      return this;
    }

    @Override
    public Span failed(String why) {
      span.setStatus(StatusCode.ERROR, why);
      return this;
    }

    @Override
    public void forget() {
      forgotten = true;
    }

    @Override
    public void close() {
      scope.close();
      // One that does not end is not told.
      if (!forgotten) {
        span.end();
      }
    }
  }
}
