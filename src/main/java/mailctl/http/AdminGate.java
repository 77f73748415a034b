package mailctl.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailctl.access.ApiToken;
import mailctl.access.TokenBearer;
import mailctl.database.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who may ask the admin listener for what: reading is free on loopback; writing, and everything
/// off loopback, takes a token: that of the configuration, or one from the database, which may be
/// for reading alone.
final class AdminGate {
  private static final Logger LOG = LoggerFactory.getLogger(AdminGate.class);

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String ACTOR = "mailctl.actor";
  private static final String SCHEME = "Bearer ";

  private final boolean loopback;
  private final AdminTokens tokens;

  AdminGate(boolean loopback, AdminTokens tokens) {
    this.loopback = loopback;
    this.tokens = tokens;
  }

  void check(Context ctx) {
    boolean reading = READING.contains(ctx.req().getMethod());
    if (loopback && reading) {
      return;
    }
    Optional<String> shown = shown(ctx);
    if (shown.filter(this::isConfigured).isPresent()) {
      ctx.attribute(ACTOR, "admin.token");
      return;
    }
    Optional<TokenBearer> bearer;
    boolean any;
    try {
      bearer = shown.flatMap(tokens.bearers());
      any = bearer.isPresent() || tokens.any().getAsBoolean();
    } catch (DatabaseUnavailableException e) {
      LOG.warn("admin=unavailable error=\"{}\"", e.getMessage());
      refuse(ctx, 503, "unavailable", "the token cannot be looked up: the database is away");
      return;
    }
    if (!any) {
      refuse(ctx, 403, "denied", "no admin.token is set, and mailctl token create made none");
    } else if (bearer.isEmpty()) {
      ctx.header("WWW-Authenticate", "Bearer");
      refuse(ctx, 401, "denied", "the admin token is missing or wrong");
    } else if (!reading && bearer.get().scope() != ApiToken.Scope.WRITE) {
      refuse(ctx, 403, "denied", "this token is for reading alone");
    } else {
      ctx.attribute(ACTOR, "token " + bearer.get().name());
    }
  }

  /// By which token this request came in.
  static String actor(Context ctx) {
    String actor = ctx.attribute(ACTOR);
    return actor == null ? "nobody" : actor;
  }

  private static void refuse(Context ctx, int status, String code, String why) {
    ctx.status(status)
        .json(Map.of("error", Map.of("code", code, "message", why)))
        .skipRemainingHandlers();
  }

  private static Optional<String> shown(Context ctx) {
    String header = ctx.header("Authorization");
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  private boolean isConfigured(String shown) {
    return tokens
        .configured()
        .filter(token -> MessageDigest.isEqual(shown.getBytes(UTF_8), token.getBytes(UTF_8)))
        .isPresent();
  }
}
