package mailctl.http;

import static mailctl.http.SandboxListener.authorization;
import static mailctl.http.SandboxListener.write;

import io.javalin.config.RoutesConfig;
import java.util.Objects;
import mailctl.sandbox.SandboxAccount;

/// SendGrid's routes for the settings of an account.
final class SandboxAccountRoutes {
  private static final String WEBHOOKS = "/v3/user/webhooks/event/settings";

  private SandboxAccountRoutes() {}

  static void declare(RoutesConfig routes, SandboxAccount account) {
    routes.get("/v3/scopes", ctx -> write(ctx, account.scopes(authorization(ctx))));
    routes.get("/v3/verified_senders", ctx -> write(ctx, account.senders(authorization(ctx))));
    routes.get(
        "/v3/whitelabel/domains",
        ctx ->
            write(
                ctx,
                account.domains(
                    authorization(ctx), Objects.requireNonNullElse(ctx.queryParam("domain"), ""))));
    routes.get(WEBHOOKS + "/all", ctx -> write(ctx, account.webhooks(authorization(ctx))));
    routes.post(WEBHOOKS, ctx -> write(ctx, account.create(authorization(ctx), ctx.bodyAsBytes())));
    routes.patch(
        WEBHOOKS + "/signed/{id}",
        ctx ->
            write(ctx, account.sign(authorization(ctx), ctx.pathParam("id"), ctx.bodyAsBytes())));
    routes.patch(
        WEBHOOKS + "/{id}",
        ctx ->
            write(ctx, account.change(authorization(ctx), ctx.pathParam("id"), ctx.bodyAsBytes())));
    routes.post(
        "/v3/user/webhooks/event/test",
        ctx -> write(ctx, account.test(authorization(ctx), ctx.bodyAsBytes())));
  }
}
