package mailctl.access;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import mailctl.database.DatabaseUnavailableException;

/// Spares the database a question for every scrape: who showed a good token lately need not be
/// looked up, so that a revoked one counts for half a minute more. While the database is away,
/// those known in the last hour may go on reading, to see that it is. Safe for many threads.
public final class KnownTokens {
  private static final Duration FRESH = Duration.ofSeconds(30);
  private static final Duration IN_NEED = Duration.ofHours(1);
  private static final int MOST = 200;

  private record Known(TokenBearer bearer, long at) {}

  private final Function<String, Optional<ApiToken>> tokens;
  private final LongSupplier nanoTime;
  private final Map<String, Known> known = new LinkedHashMap<>();

  public KnownTokens(Function<String, Optional<ApiToken>> tokens) {
    this(tokens, System::nanoTime);
  }

  KnownTokens(Function<String, Optional<ApiToken>> tokens, LongSupplier nanoTime) {
    this.tokens = requireNonNull(tokens, "tokens is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  /// Who shows this, and what they may do.
  public Optional<TokenBearer> bearer(String shown) {
    Optional<Known> before = recall(shown);
    long now = nanoTime.getAsLong();
    if (before.filter(it -> now - it.at() < FRESH.toNanos()).isPresent()) {
      return before.map(Known::bearer);
    }
    try {
      Optional<TokenBearer> bearer =
          tokens.apply(shown).map(it -> new TokenBearer(it.name(), it.scope()));
      keep(shown, bearer.map(it -> new Known(it, now)));
      return bearer;
    } catch (DatabaseUnavailableException e) {
      Optional<Known> lately = before.filter(it -> now - it.at() < IN_NEED.toNanos());
      if (lately.isPresent()) {
        return lately.map(it -> new TokenBearer(it.bearer().name(), ApiToken.Scope.READ));
      }
      throw e;
    }
  }

  private synchronized Optional<Known> recall(String shown) {
    return Optional.ofNullable(known.get(shown));
  }

  private synchronized void keep(String shown, Optional<Known> what) {
    known.remove(shown);
    what.ifPresent(it -> known.put(shown, it));
    while (known.size() > MOST) {
      known.remove(known.keySet().iterator().next());
    }
  }
}
