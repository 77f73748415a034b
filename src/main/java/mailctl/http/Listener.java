package mailctl.http;

import static java.util.Objects.requireNonNull;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.function.Consumer;
import mailctl.database.Refusal;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all our listeners have in common: one address, one virtual thread a request, and answers
/// that tell a stranger nothing about the inside.
final class Listener {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);

  private static final int MOST_CONNECTIONS = 1_024;

  private final String name;
  private final BindAddress address;
  private final Consumer<RoutesConfig> routes;
  private @Nullable Javalin running;

  /// `name` is also the prefix of the settings that a refusal names: "public" for public.port.
  Listener(String name, BindAddress address, Consumer<RoutesConfig> routes) {
    this.name = requireNonNull(name, "name is null");
    this.address = requireNonNull(address, "address is null");
    this.routes = requireNonNull(routes, "routes is null");
  }

  /// @throws Refusal when the address cannot be listened on
  synchronized void start() {
    if (running != null) {
      return;
    }
    Javalin javalin = Javalin.create(this::configure);
    try {
      javalin.start(address.host(), address.port());
    } catch (RuntimeException e) {
      javalin.stop();
      throw refusal(e);
    }
    running = javalin;
    log.info("listener={} host={} port={}", name, address.host(), javalin.port());
  }

  synchronized void stop() {
    if (running != null) {
      running.stop();
      running = null;
    }
  }

  /// The port in use, which the system chose when the setting says 0.
  synchronized int port() {
    if (running == null) {
      throw new IllegalStateException("the " + name + " listener does not run");
    }
    return running.port();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setSendXPoweredBy(false);
        });
    config.jetty.modifyServer(
        server -> {
          ErrorHandler errors = new ErrorHandler();
          errors.setShowStacks(false);
          errors.setShowCauses(false);
          errors.setShowOrigin(false);
          server.setErrorHandler(errors);
          // Each may hold buffers and a thread; the rest waits in the system's queue.
          server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
        });
    config.routes.exception(
        Exception.class,
        (e, ctx) -> {
          log.error("listener={} method={} failed", name, ctx.method(), e);
          ctx.status(500).contentType("text/plain").result("something went wrong here\n");
        });
    routes.accept(config.routes);
  }

  private RuntimeException refusal(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException
          || cause instanceof UnknownHostException
          || cause instanceof UnresolvedAddressException) {
        return new Refusal(
            Refusal.Kind.UNAVAILABLE,
            "cannot listen on %s (%s)".formatted(address, reason(cause)),
            "stop what uses the port, or set %s.port or %s.host".formatted(name, name));
      }
    }
    return e;
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? "no such address" : message.toLowerCase(java.util.Locale.ROOT);
  }
}
