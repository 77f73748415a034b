package mailctl.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who may ask the admin listener for what: reading is free on loopback; writing, and everything
/// off loopback, takes the token.
final class AdminGate {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String SCHEME = "Bearer ";

  private final boolean loopback;
  private final Optional<String> token;

  AdminGate(boolean loopback, Optional<String> token) {
    this.loopback = loopback;
    this.token = token;
  }

  void check(Context ctx) {
    boolean free = loopback && READING.contains(ctx.req().getMethod());
    if (free || hasToken(ctx)) {
      return;
    }
    String why =
        token.isPresent() ? "the admin token is missing or wrong" : "no admin.token is set";
    ctx.status(token.isPresent() ? 401 : 403)
        .header("WWW-Authenticate", "Bearer")
        .json(Map.of("error", Map.of("code", "denied", "message", why)))
        .skipRemainingHandlers();
  }

  private boolean hasToken(Context ctx) {
    String header = ctx.header("Authorization");
    return token.isPresent()
        && header != null
        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            header.substring(SCHEME.length()).strip().getBytes(UTF_8), token.get().getBytes(UTF_8));
  }
}
