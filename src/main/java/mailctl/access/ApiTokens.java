package mailctl.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// The tokens of the admin listener. Each is 256 random bits, of which only the digest is kept:
/// nobody can guess it, so that a slow digest would protect nothing.
public final class ApiTokens {
  private static final String PREFIX = "mct_";
  private static final int BYTES = 32;

  /// What was made; `text` is shown once.
  public record Made(ApiToken token, String text) {
    public Made {
      requireNonNull(token, "token is null");
      requireNonNull(text, "text is null");
    }

    @Override
    public String toString() {
      return "Made[token=" + token + "]";
    }
  }

  private final Database database;
  private final InstantSource clock;
  private final ApiTokenStore store = new ApiTokenStore();
  private final SecureRandom random = new SecureRandom();

  public ApiTokens(Database database, InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// @throws Refusal when there is one of that name
  public Made create(
      Tx tx, String name, ApiToken.Scope scope, Optional<Duration> lifetime, String by) {
    if (!name.matches("[a-z0-9][a-z0-9._-]{0,62}")) {
      throw new Refusal(
          Refusal.Kind.USAGE,
          "'" + name + "' is no name for a token: small letters, digits, dots, hyphens",
          "mailctl token create --help");
    }
    if (store.find(tx, name).isPresent()) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "there is a token " + name + " already",
          "another name, or mailctl token revoke " + name);
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant now = clock.instant();
    return new Made(
        store.insert(tx, name, scope, digest(text), now, by, lifetime.map(now::plus)), text);
  }

  /// @throws Refusal when there is none of that name
  public ApiToken revoke(Tx tx, String name, String by) {
    ApiToken token =
        store
            .find(tx, name)
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "no token " + name + " in " + database.location(),
                        "mailctl token list"));
    store.revoke(tx, token.id(), clock.instant(), by);
    return token;
  }

  public List<ApiToken> list() {
    return database.transaction(store::list);
  }

  /// Whether anybody could come in by a token.
  public boolean isAnyValid() {
    Instant now = clock.instant();
    return list().stream().anyMatch(token -> token.isValidAt(now));
  }

  /// The token that somebody shows, if it is one and still counts.
  public Optional<ApiToken> verify(String text) {
    if (!text.startsWith(PREFIX) || text.length() > 100) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return database
        .transaction(tx -> store.byDigest(tx, digest(text)))
        .filter(token -> token.isValidAt(now));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
