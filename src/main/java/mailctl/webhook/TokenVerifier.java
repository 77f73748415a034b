package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.health.HealthReport;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks the OAuth 2.0 bearer tokens of a webhook: JWTs of the configured issuer, for us, in their
/// time, signed (RS256 or ES256) with a key of the issuer's JWKS, which is fetched when needed and
/// again when a token names a key that is not in it. Safe for use by many threads.
public final class TokenVerifier {
  /// What the check found.
  public sealed interface Verdict {
    record Valid() implements Verdict {}

    record Missing() implements Verdict {}

    /// `why` is for us; a stranger is told less.
    record Wrong(String why) implements Verdict {}

    /// Nobody can say: the issuer's keys could not be had.
    record Unknown(String why) implements Verdict {}
  }

  private static final Logger log = LoggerFactory.getLogger(TokenVerifier.class);
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST_TOKEN = 8_192;
  private static final int MOST_KEYS_BYTES = 256 * 1024;
  private static final Duration FETCH_LIMIT = Duration.ofSeconds(2);
  private static final Duration KEYS_FRESH = Duration.ofMinutes(5);

  /// So long do known keys count while the issuer does not answer.
  private static final Duration KEYS_USABLE = Duration.ofHours(4);

  /// SendGrid shows one token many times; so long is it not checked again.
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  private record Accepted(String token, Instant until) {}

  private final Optional<String> scope;
  private final InstantSource clock;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private volatile Optional<Accepted> lastAccepted = Optional.empty();

  /// Fetches nothing yet.
  public TokenVerifier(TokenPolicy policy, InstantSource clock) {
    this(policy, clock, Duration.ofSeconds(30));
  }

  /// `betweenFetches` bounds how often unknown keys make us ask the issuer.
  TokenVerifier(TokenPolicy policy, InstantSource clock, Duration betweenFetches) {
    this.scope = policy.scope();
    this.clock = requireNonNull(clock, "clock is null");
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256), keys(policy, betweenFetches)));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            Set.of(policy.audience()),
            new JWTClaimsSet.Builder().issuer(policy.issuer()).build(),
            Set.of("exp"),
            Set.of()) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        });
  }

  private static JWKSource<SecurityContext> keys(TokenPolicy policy, Duration betweenFetches) {
    int limit = (int) FETCH_LIMIT.toMillis();
    try {
      return JWKSourceBuilder.<SecurityContext>create(
              policy.jwksUrl().toURL(), new DefaultResourceRetriever(limit, limit, MOST_KEYS_BYTES))
          .cache(KEYS_FRESH.toMillis(), FETCH_LIMIT.multipliedBy(2).toMillis())
          .refreshAheadCache(false)
          .rateLimited(Math.max(1, betweenFetches.toMillis()))
          .outageTolerant(KEYS_USABLE.toMillis())
          .healthReporting(TokenVerifier::report)
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("the address of the keys is none", e);
    }
  }

  private static void report(HealthReport<?, ?> report) {
    log.debug("webhook_keys={}", report.getHealthStatus());
  }

  /// `authorization` as in the header, empty when absent. Never throws for what it holds.
  public Verdict verify(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return new Verdict.Missing();
    }
    String token = authorization.substring(SCHEME.length()).strip();
    if (token.length() > LONGEST_TOKEN) {
      return new Verdict.Wrong("the token is too long");
    }
    Instant now = clock.instant();
    boolean known =
        lastAccepted
            .filter(last -> last.token().equals(token) && now.isBefore(last.until()))
            .isPresent();
    return known ? new Verdict.Valid() : check(token, now);
  }

  private Verdict check(String token, Instant now) {
    try {
      JWTClaimsSet claims = processor.process(token, null);
      if (scope.isPresent() && !scopes(claims).contains(scope.get())) {
        return new Verdict.Wrong("the token lacks the scope");
      }
      Instant expiry = claims.getExpirationTime().toInstant();
      Instant later = now.plus(REMEMBERED);
      lastAccepted = Optional.of(new Accepted(token, expiry.isBefore(later) ? expiry : later));
      return new Verdict.Valid();
    } catch (ParseException e) {
      return new Verdict.Wrong("the token is no JWT");
    } catch (BadJOSEException e) {
      log.debug("webhook_token=wrong", e);
      return new Verdict.Wrong("the token is not one of the issuer's for us, or not valid now");
    } catch (JOSEException e) {
      log.warn("webhook_token=unknown error=\"{}\"", e.toString());
      return new Verdict.Unknown("the token issuer's keys cannot be had");
    }
  }

  /// As a text of words (RFC 8693) or a list, under either usual name.
  private static List<String> scopes(JWTClaimsSet claims) {
    return Stream.of("scope", "scp")
        .flatMap(name -> Stream.ofNullable(claims.getClaim(name)))
        .flatMap(
            claim ->
                claim instanceof List<?> list
                    ? list.stream().map(String::valueOf)
                    : Arrays.stream(claim.toString().split(" ")))
        .toList();
  }
}
