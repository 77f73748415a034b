package mailctl.http;

import static java.util.Objects.requireNonNull;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.function.Function;
import mailctl.database.DatabaseUnavailableException;
import mailctl.suppression.OptOut;
import mailctl.suppression.UnsubscribeResult;
import mailctl.suppression.Unsubscriber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The unsubscribe link. GET shows a page and changes nothing, since mail scanners open links; POST
/// opts out, or in again, by the page's buttons, or opts out by a mail program's (RFC 8058): no
/// cookie and no redirect.
final class UnsubscribeRoute {
  private static final Logger log = LoggerFactory.getLogger(UnsubscribeRoute.class);

  private final Unsubscriber unsubscriber;

  UnsubscribeRoute(Unsubscriber unsubscriber) {
    this.unsubscriber = requireNonNull(unsubscriber, "unsubscriber is null");
  }

  void show(Context ctx) {
    answer(ctx, () -> unsubscriber.look(ctx.pathParam("token")), UnsubscribePage::show);
  }

  void change(Context ctx) throws IOException {
    String token = ctx.pathParam("token");
    switch (UnsubscribeForm.read(ctx)) {
      case UnsubscribeForm.From(OptOut what) ->
          answer(ctx, () -> unsubscriber.unsubscribe(token, what), UnsubscribePage::show);
      case UnsubscribeForm.Again _ ->
          answer(ctx, () -> unsubscriber.resubscribe(token), UnsubscribePage::again);
      case UnsubscribeForm.Unreadable _ -> {
        secure(ctx);
        ctx.status(400).html(UnsubscribePage.unreadable());
      }
    }
  }

  private interface Question {
    UnsubscribeResult ask();
  }

  private static void secure(Context ctx) {
    ctx.header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer")
        .header("X-Robots-Tag", "noindex")
        .header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
                + " frame-ancestors 'none'");
  }

  private static void answer(
      Context ctx, Question question, Function<UnsubscribeResult.Known, String> page) {
    secure(ctx);
    UnsubscribeResult result;
    try {
      result = question.ask();
    } catch (DatabaseUnavailableException e) {
      log.error("unsubscribe=unavailable error=\"{}\"", e.getMessage());
      ctx.status(503).header("Retry-After", "60").html(UnsubscribePage.later());
      return;
    }
    switch (result) {
      case UnsubscribeResult.Known known -> ctx.html(page.apply(known));
      case UnsubscribeResult.Unknown _ -> ctx.status(404).html(UnsubscribePage.unknown());
    }
  }
}
