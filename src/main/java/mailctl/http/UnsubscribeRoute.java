package mailctl.http;

import static java.util.Objects.requireNonNull;

import io.javalin.http.Context;
import mailctl.database.DatabaseUnavailableException;
import mailctl.suppression.UnsubscribeResult;
import mailctl.suppression.Unsubscriber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The unsubscribe link. GET shows a page and changes nothing, since mail scanners open links; POST
/// opts out, from the page's button or from a mail program's (RFC 8058): no cookie, no redirect,
/// and the body does not matter.
final class UnsubscribeRoute {
  private static final Logger log = LoggerFactory.getLogger(UnsubscribeRoute.class);

  private final Unsubscriber unsubscriber;

  UnsubscribeRoute(Unsubscriber unsubscriber) {
    this.unsubscriber = requireNonNull(unsubscriber, "unsubscriber is null");
  }

  void show(Context ctx) {
    answer(ctx, () -> unsubscriber.look(ctx.pathParam("token")));
  }

  void unsubscribe(Context ctx) {
    answer(ctx, () -> unsubscriber.unsubscribe(ctx.pathParam("token")));
  }

  private interface Question {
    UnsubscribeResult ask();
  }

  private static void answer(Context ctx, Question question) {
    ctx.header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer")
        .header("X-Robots-Tag", "noindex")
        .header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
                + " frame-ancestors 'none'");
    UnsubscribeResult result;
    try {
      result = question.ask();
    } catch (DatabaseUnavailableException e) {
      log.error("unsubscribe=unavailable error=\"{}\"", e.getMessage());
      ctx.status(503).header("Retry-After", "60").html(UnsubscribePage.later());
      return;
    }
    switch (result) {
      case UnsubscribeResult.Known(String sender, boolean done) ->
          ctx.html(done ? UnsubscribePage.done(sender) : UnsubscribePage.ask(sender));
      case UnsubscribeResult.Unknown _ -> ctx.status(404).html(UnsubscribePage.unknown());
    }
  }
}
