package mailctl.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mailctl.database.Refusal;

/// The listener for operators and their probes: `/healthz` says that the process lives, `/readyz`
/// whether it can do its job.
public final class AdminListener {
  /// Far more than anybody has to say.
  private static final int MOST = 64 * 1024;

  private final Listener listener;

  /// With further pages and actions, behind the same gate.
  ///
  /// @throws Refusal when others than this machine could ask, and there is no token to ask for
  public static AdminListener withPages(
      BindAddress address,
      AdminTokens tokens,
      Readiness readiness,
      List<AdminPage> pages,
      List<AdminAction> actions) {
    return new AdminListener(
        address,
        tokens,
        readiness,
        Stream.concat(
                pages.stream().map(AdminListener::route),
                actions.stream().map(AdminListener::route))
            .toList());
  }

  private static Consumer<RoutesConfig> route(AdminPage page) {
    return routes ->
        routes.get(
            page.path(), ctx -> ctx.contentType(page.contentType()).result(page.body().get()));
  }

  private static Consumer<RoutesConfig> route(AdminAction action) {
    return routes ->
        routes.post(
            action.path(),
            ctx -> {
              byte[] body = ctx.req().getInputStream().readNBytes(MOST);
              AdminAnswer answer =
                  action.work().apply(new AdminCall(AdminGate.actor(ctx), new String(body, UTF_8)));
              ctx.status(answer.status()).contentType("application/json").result(answer.json());
            });
  }

  /// `more` declares further routes; they are behind the same gate.
  ///
  /// @throws Refusal when others than this machine could ask, and there is no token to ask for
  AdminListener(
      BindAddress address,
      Optional<String> token,
      Readiness readiness,
      List<Consumer<RoutesConfig>> more) {
    this(address, AdminTokens.configured(token), readiness, more);
  }

  private AdminListener(
      BindAddress address,
      AdminTokens tokens,
      Readiness readiness,
      List<Consumer<RoutesConfig>> more) {
    if (!address.isLoopback() && !tokens.any().getAsBoolean()) {
      throw new Refusal(
          Refusal.Kind.CONFIG,
          "the admin listener on %s needs a token".formatted(address.host()),
          "mailctl token create, or set admin.token-file, or admin.host to 127.0.0.1");
    }
    AdminGate gate = new AdminGate(address.isLoopback(), tokens);
    this.listener =
        new Listener(
            "admin",
            address,
            routes -> {
              routes.before(gate::check);
              routes.get("/healthz", ctx -> ctx.json(Map.of("status", "ok")));
              routes.get("/readyz", ctx -> ready(ctx, readiness.problems()));
              more.forEach(each -> each.accept(routes));
            });
  }

  private static void ready(Context ctx, List<String> problems) {
    if (problems.isEmpty()) {
      ctx.json(Map.of("status", "ready"));
    } else {
      ctx.status(503).json(Map.of("status", "not_ready", "reasons", problems));
    }
  }

  /// @throws Refusal when the address cannot be listened on
  public void start() {
    listener.start();
  }

  public void stop() {
    listener.stop();
  }

  public int port() {
    return listener.port();
  }
}
