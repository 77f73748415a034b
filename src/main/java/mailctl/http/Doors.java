package mailctl.http;

import static java.util.Objects.requireNonNull;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// How much one client may ask of the public listener. Of the webhook only what is refused counts:
/// SendGrid's posts, which are signed, are never too many.
public final class Doors {
  private final TrustedProxies proxies;
  private final RequestLimit pages;
  private final RequestLimit refusals;

  /// `pages` for everything but the webhook, `refusals` for posts that were refused.
  public Doors(TrustedProxies proxies, Optional<Rate> pages, Optional<Rate> refusals) {
    this(proxies, new RequestLimit(pages), new RequestLimit(refusals));
  }

  Doors(TrustedProxies proxies, RequestLimit pages, RequestLimit refusals) {
    this.proxies = requireNonNull(proxies, "proxies is null");
    this.pages = requireNonNull(pages, "pages is null");
    this.refusals = requireNonNull(refusals, "refusals is null");
  }

  /// For tests: everybody may everything.
  static Doors open() {
    return new Doors(
        new TrustedProxies(List.of(), TrustedProxies.Header.X_FORWARDED_FOR),
        Optional.empty(),
        Optional.empty());
  }

  /// 0, or after how many seconds a page may be asked for again.
  int page(Context ctx) {
    return client(ctx).map(pages::take).orElse(0);
  }

  /// 0, or after how many seconds this client may post again.
  int post(Context ctx) {
    return refusals.isIdle() ? 0 : poster(ctx).map(refusals::look).orElse(0);
  }

  /// A post of this client was refused.
  void refused(Context ctx) {
    poster(ctx).ifPresent(refusals::take);
  }

  /// Nobody when it is a proxy that is not named, through which SendGrid may come, too.
  private Optional<InetAddress> poster(Context ctx) {
    return isForwarded(ctx) && !proxies.isTrusted(peer(ctx)) ? Optional.empty() : client(ctx);
  }

  private Optional<InetAddress> client(Context ctx) {
    return proxies.client(
        ctx.req().getRemoteAddr(),
        Collections.list(ctx.req().getHeaders(proxies.header().field())));
  }

  private static Optional<InetAddress> peer(Context ctx) {
    return TrustedProxies.address(ctx.req().getRemoteAddr());
  }

  private static boolean isForwarded(Context ctx) {
    for (TrustedProxies.Header each : TrustedProxies.Header.values()) {
      if (ctx.req().getHeader(each.field()) != null) {
        return true;
      }
    }
    return false;
  }
}
