package mailctl.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class TracingTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @Test
  void spans_reach_a_collector_as_parts_of_what_called_us() throws Exception {
    List<String> bodies = new CopyOnWriteArrayList<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    try (Tracing tracing =
        Tracing.of(
            environment(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort(),
                "OTEL_SERVICE_NAME",
                "mailctl-of-ann"))) {
      try (Tracing.Span outer =
          tracing.begin(Tracing.Side.SERVER, "outer.span", Optional.of(PARENT))) {
        outer.put("mailctl.posts", 3);
        tracing.begin(Tracing.Side.INSIDE, "inner.span").failed("so it goes").close();
        try (Tracing.Span idle = tracing.begin(Tracing.Side.INSIDE, "idle.span")) {
          idle.forget();
        }
      }
    } finally {
      collector.stop(0);
    }

    String told = String.join("", bodies);
    assertThat(told)
        .contains("outer.span", "inner.span", "so it goes", "mailctl-of-ann", "mailctl.posts")
        .doesNotContain("idle.span");
    String trace = new String(HexFormat.of().parseHex(TRACE), ISO_8859_1);
    assertThat(told.split(java.util.regex.Pattern.quote(trace), -1)).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void a_collector_that_is_away_holds_nobody_up() {
    try (Tracing tracing =
        Tracing.of(environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"))) {
      tracing.begin(Tracing.Side.INSIDE, "any").close();
    }
  }

  @Test
  void what_is_not_there_is_told() {
    assertThatThrownBy(() -> Tracing.of(environment("OTEL_TRACES_EXPORTER", "zipkin")))
        .hasMessage("OTEL_TRACES_EXPORTER is zipkin, and only otlp is there");
    assertThatThrownBy(
            () ->
                Tracing.of(
                    environment(
                        "OTEL_TRACES_EXPORTER", "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")))
        .hasMessageContaining("only http/protobuf is there");
    assertThatThrownBy(
            () -> Tracing.of(environment("OTEL_EXPORTER_OTLP_ENDPOINT", "not an address")))
        .hasMessageStartingWith("the OTEL_ variables are refused: ");
  }

  @Test
  void it_is_off_unless_the_variables_ask_for_it() {
    assertThat(Tracing.of(environment())).isSameAs(Tracing.off());
    assertThat(Tracing.of(environment("OTEL_TRACES_EXPORTER", "none"))).isSameAs(Tracing.off());
    assertThat(
            Tracing.of(
                environment(
                    "OTEL_SDK_DISABLED", "true", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://x:4318")))
        .isSameAs(Tracing.off());
  }

  /// OpenTelemetry might as well not be there.
  @Test
  void off_it_loads_no_class_of_opentelemetry() throws Exception {
    Class<?> alone = new WithoutOpenTelemetry().loadClass(OffAndOn.class.getName());

    assertThat(alone.getMethod("off").invoke(null)).isEqualTo("off");
    assertThatThrownBy(() -> alone.getMethod("on").invoke(null))
        .hasCauseInstanceOf(NoClassDefFoundError.class);
  }

  /// Run by a loader of its own.
  public static final class OffAndOn {
    private OffAndOn() {}

    public static String off() {
      try (Tracing tracing = Tracing.of(_ -> "");
          Tracing.Span span = tracing.begin(Tracing.Side.CLIENT, "any", Optional.of("x"))) {
        span.put("a", 1).put("b", "c").failed("d").forget();
        return "off";
      }
    }

    public static String on() {
      try (Tracing tracing =
          Tracing.of(
              name -> name.equals("OTEL_EXPORTER_OTLP_ENDPOINT") ? "http://127.0.0.1:9" : "")) {
        return tracing.toString();
      }
    }
  }

  private static final class WithoutOpenTelemetry extends ClassLoader {
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("io.opentelemetry")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("mailctl.trace")) {
        return super.loadClass(name, resolve);
      }
      Class<?> before = findLoadedClass(name);
      if (before != null) {
        return before;
      }
      try (InputStream bytes =
          TracingTest.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
        if (bytes == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] all = bytes.readAllBytes();
        return defineClass(name, all, 0, all.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static UnaryOperator<String> environment(String... pairs) {
    Map<String, String> variables = new java.util.HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(pairs[i], pairs[i + 1]);
    }
    return name -> variables.getOrDefault(name, "");
  }
}
