package mailctl.trace;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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

  private static Context parent(String traceparent) {
    return W3CTraceContextPropagator.getInstance()
        .extract(Context.root(), traceparent, OneHeader.INSTANCE);
  }

  @Override
  public void close() {
    sdk.shutdown().join(5, TimeUnit.SECONDS);
  }

  private enum OneHeader implements TextMapGetter<String> {
    INSTANCE;

    @Override
    public Iterable<String> keys(String carrier) {
      return List.of("traceparent");
    }

    @Override
    public @Nullable String get(@Nullable String carrier, String key) {
      return key.equals("traceparent") ? carrier : null;
    }
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
