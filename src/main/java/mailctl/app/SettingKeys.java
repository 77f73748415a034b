package mailctl.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.delivery.Share;
import mailctl.delivery.VisitJudge;
import mailctl.http.Cidr;
import mailctl.http.Rate;
import mailctl.http.TrustedProxies;
import mailctl.log.LogAreas;
import mailctl.log.LogFormat;
import mailctl.log.LogLevel;

/// Every setting there is, each declared once; `all` keeps their order for people.
final class SettingKeys {
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration YEAR = Duration.ofDays(366);
  private static final Duration CENTURY = Duration.ofDays(36_600);
  private static final List<SettingKey<?>> ALL = new ArrayList<>();

  static final SettingKey<Optional<String>> DATABASE_URL =
      fixed(
          key("database.url", "", "PostgreSQL to use; none: an embedded one", Kind.databaseUrl())
              .withFileVariant()
              .orFrom("DATABASE_URL"));
  static final SettingKey<Optional<String>> DATABASE_HOST =
      fixed(
          key("database.host", "", "host of PostgreSQL, without an URL", Kind.optionalText())
              .orFrom("PGHOST"));
  static final SettingKey<Optional<Integer>> DATABASE_PORT =
      fixed(
          key("database.port", "", "port of PostgreSQL, without an URL", port(1)).orFrom("PGPORT"));
  static final SettingKey<Optional<String>> DATABASE_NAME =
      fixed(
          key("database.name", "", "name of the database, without an URL", Kind.optionalText())
              .orFrom("PGDATABASE"));
  static final SettingKey<Optional<String>> DATABASE_USER =
      fixed(
          key(
                  "database.user",
                  "",
                  "user at PostgreSQL, unless the URL has one",
                  Kind.optionalText())
              .orFrom("PGUSER"));
  static final SettingKey<Optional<Secret>> DATABASE_PASSWORD =
      fixed(
          key("database.password", "", "password at PostgreSQL", Kind.secret())
              .withFileVariant()
              .orFrom("PGPASSWORD"));
  static final SettingKey<Path> STATE_DIR =
      fixed(
          key(
              "state.dir",
              "$XDG_STATE_HOME/mailctl or ~/.local/state/mailctl",
              "folder of the embedded database",
              Kind.path()));

  static final SettingKey<Optional<Secret>> SENDGRID_API_KEY =
      keep(
          key("sendgrid.api-key", "", "key that may send mail", Kind.secret())
              .withFileVariant()
              .orFrom("SENDGRID_API_KEY"));
  static final SettingKey<URI> SENDGRID_URL =
      keep(
          key(
              "sendgrid.url",
              "https://api.sendgrid.com",
              "where SendGrid is; http://127.0.0.1:8082 for the sandbox",
              Kind.httpUrl()));
  static final SettingKey<Settings.Region> SENDGRID_REGION =
      keep(
          key(
              "sendgrid.region",
              "global",
              "global or eu, where the account is",
              Kind.choice(Settings.Region.class)));
  static final SettingKey<Optional<String>> SENDGRID_SUBUSER =
      keep(key("sendgrid.subuser", "", "send on behalf of this subuser", Kind.optionalText()));
  static final SettingKey<Duration> SENDGRID_CONNECT_TIMEOUT =
      keep(key("sendgrid.connect-timeout", "5s", "longest wait for a connection", upTo(HOUR)));
  static final SettingKey<Duration> SENDGRID_TIMEOUT =
      keep(key("sendgrid.timeout", "20s", "longest call, from start to end", upTo(HOUR)));

  static final SettingKey<Integer> SEND_BATCH_SIZE =
      keep(key("send.batch-size", "1000", "most recipients of one call", Kind.integer(1, 1000)));
  static final SettingKey<Integer> SEND_CONCURRENCY =
      keep(key("send.concurrency", "8", "most calls at a time", Kind.integer(1, 256)));
  static final SettingKey<Duration> SEND_LEASE =
      keep(
          key(
              "send.lease",
              "30s",
              "how long a claim lasts; more than sendgrid.timeout",
              upTo(HOUR)));
  static final SettingKey<Duration> SEND_MAX_WAIT =
      keep(
          key(
              "send.max-wait",
              "60s",
              "longest that a command waits when SendGrid says slow down",
              Kind.duration(Duration.ZERO, HOUR)));

  static final SettingKey<Boolean> SEND_PROVE_ABSENCE =
      keep(
          key(
              "send.prove-absence",
              "off",
              "on: SendGrid's Email Logs settle doubts, where the account has them",
              Kind.onOff()));
  static final SettingKey<Duration> SEND_PROVE_ABSENCE_AFTER =
      keep(
          key(
              "send.prove-absence-after",
              "30m",
              "how old a doubt must be for that, so that the logs are complete",
              Kind.duration(Duration.ofMinutes(5), Duration.ofDays(2))));
  static final SettingKey<Integer> SEND_BREAKER_FAULTS =
      keep(
          key(
              "send.breaker-faults",
              "5",
              "failed calls in a row after which nobody calls SendGrid for a while",
              Kind.integer(1, 1000)));
  static final SettingKey<Duration> SEND_BREAKER_PAUSE =
      keep(
          key(
              "send.breaker-pause",
              "30s",
              "how long, at first; each further time twice as long, up to 5 minutes",
              upTo(HOUR)));
  static final SettingKey<Share> SEND_CANARY =
      keep(
          key(
              "send.canary",
              "off",
              "this share of a large email goes first; the rest when it went well",
              Kind.share()));
  static final SettingKey<Integer> SEND_CANARY_MIN =
      keep(
          key(
              "send.canary-min",
              "1000",
              "from so many recipients on an email is large",
              Kind.integer(1, 1_000_000_000)));
  static final SettingKey<Share> SEND_CANARY_BOUNCES =
      keep(tooMany("send.canary-bounces", "5%", "hard bounces"));
  static final SettingKey<Share> SEND_CANARY_BLOCKS =
      keep(tooMany("send.canary-blocks", "10%", "blocks"));
  static final SettingKey<Share> SEND_CANARY_COMPLAINTS =
      keep(tooMany("send.canary-complaints", "0.3%", "spam reports"));
  static final SettingKey<Duration> SEND_CANARY_MIN_WAIT =
      keep(
          key(
              "send.canary-min-wait",
              "10m",
              "after that 95% of the first answers will do",
              Kind.duration(Duration.ZERO, YEAR)));
  static final SettingKey<Duration> SEND_CANARY_MAX_WAIT =
      keep(
          key(
              "send.canary-max-wait",
              "6h",
              "after that an email of whose first too little was heard is held",
              upTo(YEAR)));

  static final SettingKey<List<Duration>> RETRY_TECHNICAL =
      keep(ladder("retry.technical", "1h 4h 24h", "technical faults"));
  static final SettingKey<List<Duration>> RETRY_UNCLASSIFIED =
      keep(ladder("retry.unclassified", "1h 4h 24h", "blocks of no known class"));
  static final SettingKey<List<Duration>> RETRY_VOLUME =
      keep(ladder("retry.volume", "4h 12h 24h", "too much mail"));
  static final SettingKey<List<Duration>> RETRY_MAILBOX =
      keep(ladder("retry.mailbox", "24h 72h", "a full mailbox"));
  static final SettingKey<List<Duration>> RETRY_REPUTATION =
      keep(ladder("retry.reputation", "24h", "the sender's reputation"));
  static final SettingKey<List<Duration>> RETRY_CONTENT =
      keep(ladder("retry.content", "none", "refused content"));
  static final SettingKey<List<Duration>> RETRY_ADDRESS =
      keep(ladder("retry.address", "none", "a faulty address"));
  static final SettingKey<List<Duration>> RETRY_EXPIRED =
      keep(ladder("retry.expired", "24h", "SendGrid's own tries, for days"));
  static final SettingKey<Duration> RETRY_JITTER =
      keep(
          key(
              "retry.jitter",
              "1m",
              "retries are spread over this long",
              Kind.duration(Duration.ZERO, HOUR)));

  static final SettingKey<Integer> PACE_BLOCKS =
      keep(
          key(
              "pace.blocks",
              "10",
              "so many blocks of a kind in ten minutes slow their domain",
              Kind.integer(1, 1_000_000)));
  static final SettingKey<Duration> PACE_REPUTATION =
      keep(
          key(
              "pace.reputation",
              "1h",
              "then no mail to it for so long, for the sender's reputation; 0s: never",
              Kind.duration(Duration.ZERO, YEAR)));
  static final SettingKey<Duration> PACE_VOLUME =
      keep(
          key(
              "pace.volume",
              "15m",
              "likewise, for too much mail",
              Kind.duration(Duration.ZERO, YEAR)));

  static final SettingKey<Integer> SWEEP_LIMIT =
      keep(key("sweep.limit", "100", "most emails of one sweep", Kind.integer(1, 100_000)));
  static final SettingKey<Duration> SWEEP_MAX_LATENESS =
      keep(key("sweep.max-lateness", "7d", "later emails wait for a person", upTo(YEAR)));

  static final SettingKey<Duration> SERVE_SEND_EVERY =
      keep(key("serve.send-every", "5m", "how often to look for due emails", upTo(YEAR)));
  static final SettingKey<Duration> SERVE_RETRY_EVERY =
      keep(key("serve.retry-every", "30m", "how often to look for due retries", upTo(YEAR)));
  static final SettingKey<Duration> SERVE_DRAIN =
      fixed(
          key(
              "serve.drain",
              "25s",
              "how long stopping may take",
              Kind.duration(Duration.ZERO, HOUR)));

  static final SettingKey<List<String>> WEBHOOK_KEYS =
      keep(
          key(
                  "webhook.keys",
                  "",
                  "SendGrid's public keys, base64 or PEM; any one may have signed",
                  PublicKeys.kind())
              .withFileVariant());
  static final SettingKey<Settings.Verify> WEBHOOK_VERIFY =
      fixed(
          key(
              "webhook.verify",
              "signature",
              "signature, oauth or both; off: trust every post, on loopback only",
              Kind.verify()));
  static final SettingKey<Integer> WEBHOOK_MAX_BODY =
      fixed(key("webhook.max-body", "8MB", "largest post", Kind.size()));
  static final SettingKey<Long> WEBHOOK_MAX_MEMORY =
      fixed(
          key(
              "webhook.max-memory",
              "25%",
              "all posts being received, in bytes or of the heap; at least webhook.max-body",
              Kind.memory()));
  static final SettingKey<Duration> WEBHOOK_MAX_AGE =
      keep(key("webhook.max-age", "25h", "oldest signature that counts", upTo(YEAR)));
  static final SettingKey<Duration> WEBHOOK_MAX_AHEAD =
      keep(key("webhook.max-ahead", "5m", "how far ahead a signature may be", upTo(YEAR)));

  static final SettingKey<Optional<String>> WEBHOOK_OAUTH_ISSUER =
      keep(
          key(
              "webhook.oauth.issuer",
              "",
              "who issues the tokens of posts: their iss",
              Kind.optionalText()));
  static final SettingKey<Optional<URI>> WEBHOOK_OAUTH_JWKS_URL =
      keep(
          key(
              "webhook.oauth.jwks-url",
              "",
              "where the issuer's public keys are (JWKS)",
              Kind.optionalSecureUrl()));
  static final SettingKey<Optional<String>> WEBHOOK_OAUTH_AUDIENCE =
      keep(
          key(
              "webhook.oauth.audience",
              "",
              "for whom the tokens must be: their aud",
              Kind.optionalText()));
  static final SettingKey<Optional<String>> WEBHOOK_OAUTH_SCOPE =
      keep(
          key(
              "webhook.oauth.scope",
              "",
              "a scope that the tokens must have; none: any",
              Kind.optionalText()));
  static final SettingKey<Integer> WEBHOOK_WORKERS =
      fixed(
          key(
              "webhook.workers",
              Integer.toString(Math.min(2, Runtime.getRuntime().availableProcessors())),
              "how many process posts at a time, each on a connection of its own",
              Kind.integer(1, 64)));

  static final SettingKey<Optional<Duration>> RETENTION_POSTS =
      keep(
          key(
              "retention.posts",
              "off",
              "how long webhook posts are kept; off: for ever",
              Kind.durationOrOff(Duration.ofDays(1), CENTURY)));
  static final SettingKey<Optional<Duration>> RETENTION_HISTORY =
      keep(
          key(
              "retention.history",
              "off",
              "how long provider events are kept, by whole months; off: for ever",
              Kind.durationOrOff(Duration.ofDays(7), CENTURY)));

  static final SettingKey<Optional<LocalTime>> REPORT_DAILY_AT =
      keep(
          key(
              "report.daily-at",
              "off",
              "when serve mails the report of a day, as 08:00; off: never",
              Kind.timeOrOff()));
  static final SettingKey<List<String>> REPORT_MAIL_TO =
      keep(key("report.mail-to", "", "who gets it; several apart by commas", Kind.addresses()));
  static final SettingKey<Optional<String>> REPORT_MAIL_FROM =
      keep(
          key(
              "report.mail-from",
              "",
              "who sends reports; none: the first organization",
              Kind.optionalAddress()));
  static final SettingKey<Optional<ZoneId>> REPORT_TIME_ZONE =
      keep(
          key(
              "report.time-zone",
              "",
              "whose days and hours count, as America/Halifax; none: the first organization's",
              Kind.optionalZone()));

  static final SettingKey<Duration> RADAR_PROCESSED_LATE =
      keep(
          key(
              "radar.processed-late",
              "15m",
              "after that a first event of an accepted message is late",
              upTo(YEAR)));
  static final SettingKey<Duration> RADAR_FINAL_LATE =
      keep(
          key(
              "radar.final-late",
              "72h",
              "after that its end is; SendGrid tries for 72 hours",
              upTo(YEAR)));

  static final SettingKey<String> PUBLIC_HOST =
      fixed(key("public.host", "0.0.0.0", "address of webhook and unsubscribe pages", Kind.text()));
  static final SettingKey<Integer> PUBLIC_PORT =
      fixed(key("public.port", "8080", "their port", Kind.integer(0, 65535)));
  static final SettingKey<URI> PUBLIC_URL =
      keep(
          key(
              "public.url",
              "http://localhost:8080",
              "how the world reaches them; links in mail start with it",
              Kind.httpUrl()));
  static final SettingKey<List<Cidr>> PUBLIC_TRUSTED_PROXIES =
      keep(
          key(
              "public.trusted-proxies",
              "127.0.0.0/8 ::1",
              "whose word counts about who is asking: addresses or ranges; none: nobody's",
              ProxyRanges.kind()));
  static final SettingKey<TrustedProxies.Header> PUBLIC_FORWARDED_HEADER =
      keep(
          key(
              "public.forwarded-header",
              "x-forwarded-for",
              "the header in which they say it: x-forwarded-for or forwarded",
              Kind.choice(TrustedProxies.Header.class)));
  static final SettingKey<Optional<Rate>> PUBLIC_PAGE_LIMIT =
      keep(
          key(
              "public.page-limit",
              "20/s",
              "how many pages one client may ask for; off: any number",
              Kind.of(Rate::parse)));
  static final SettingKey<Optional<Rate>> PUBLIC_REFUSED_LIMIT =
      keep(
          key(
              "public.refused-limit",
              "50/s",
              "how many refused webhook posts of one client are looked at; off: all",
              Kind.of(Rate::parse)));
  static final SettingKey<String> ADMIN_HOST =
      fixed(key("admin.host", "127.0.0.1", "address of health and metrics", Kind.text()));
  static final SettingKey<Integer> ADMIN_PORT =
      fixed(key("admin.port", "8081", "their port", Kind.integer(0, 65535)));
  static final SettingKey<Optional<Secret>> ADMIN_TOKEN =
      fixed(
          key("admin.token", "", "what writers and callers from afar must show", Kind.secret())
              .withFileVariant());
  static final SettingKey<Integer> SANDBOX_PORT =
      fixed(key("sandbox.port", "8082", "port of the sandbox", Kind.integer(0, 65535)));

  static final SettingKey<List<String>> VISITS_MACHINE_AGENTS =
      keep(
          key(
              "visits.machine-agents",
              String.join(", ", VisitJudge.USUAL_AGENTS),
              "parts of user agents that open and click by themselves; replaces the list",
              Kind.phrases()));
  static final SettingKey<Duration> VISITS_TOO_SOON =
      keep(
          key(
              "visits.too-soon",
              "2s",
              "nobody looks this soon after delivery, in inspect delivery",
              Kind.duration(Duration.ZERO, HOUR)));

  static final SettingKey<LogFormat> LOG_FORMAT =
      keep(
          key(
              "log.format",
              "text",
              "text, or json: one object a line, with every key=value as a field",
              Kind.choice(LogFormat.class)));
  static final SettingKey<LogLevel> LOG_LEVEL =
      keep(
          key(
              "log.level",
              "info",
              "how much serve and sandbox log: " + LogLevel.words(),
              Kind.choice(LogLevel.class)));
  static final SettingKey<Map<String, LogLevel>> LOG_LEVELS =
      keep(
          key(
              "log.levels",
              "",
              "more or less in some areas: delivery=debug webhook=trace",
              Kind.of(LogAreas::parse)));

  private SettingKeys() {}

  static List<SettingKey<?>> all() {
    return List.copyOf(ALL);
  }

  private static <T> SettingKey<T> keep(SettingKey<T> key) {
    ALL.add(key);
    return key;
  }

  /// What is there only once in a process: its database, its ports, its memory.
  private static <T> SettingKey<T> fixed(SettingKey<T> key) {
    return keep(key.fixedAtStart());
  }

  private static <T> SettingKey<T> key(
      String name, String defaultText, String description, Kind<T> kind) {
    return new SettingKey<>(name, defaultText, description, kind, false, List.of(), false);
  }

  private static SettingKey<List<Duration>> ladder(String name, String waits, String after) {
    return key(name, waits, "waits before tries after a block for " + after, Kind.ladder());
  }

  private static SettingKey<Share> tooMany(String name, String most, String of) {
    return key(name, most, "more " + of + " among the first hold the rest", Kind.share());
  }

  private static Kind<Optional<Integer>> port(int least) {
    return Kind.optionalInteger(least, 65535);
  }

  private static Kind<Duration> upTo(Duration most) {
    return Kind.duration(MOMENT, most);
  }
}
