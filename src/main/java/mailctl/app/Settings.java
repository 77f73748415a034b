package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import mailctl.delivery.Share;
import mailctl.http.Cidr;
import mailctl.http.Rate;
import mailctl.http.TrustedProxies;
import mailctl.log.LogPlan;

/// All settings of one run, valid as a whole. `SettingsReader` makes it.
public record Settings(
    DatabaseSection database,
    SendGridSection sendgrid,
    SendSection send,
    DoubtSection doubt,
    CanarySection canary,
    RetrySection retry,
    PaceSection pace,
    SweepSection sweep,
    ServeSection serve,
    WebhookSection webhook,
    RadarSection radar,
    PublicSection publicListener,
    AdminSection admin,
    SandboxSection sandbox,
    RetentionSection retention,
    VisitsSection visits,
    LogPlan log,
    ReportSection report) {
  public Settings {
    requireNonNull(database, "database is null");
    requireNonNull(sendgrid, "sendgrid is null");
    requireNonNull(send, "send is null");
    requireNonNull(doubt, "doubt is null");
    requireNonNull(canary, "canary is null");
    requireNonNull(retry, "retry is null");
    requireNonNull(pace, "pace is null");
    requireNonNull(sweep, "sweep is null");
    requireNonNull(serve, "serve is null");
    requireNonNull(webhook, "webhook is null");
    requireNonNull(radar, "radar is null");
    requireNonNull(publicListener, "publicListener is null");
    requireNonNull(admin, "admin is null");
    requireNonNull(sandbox, "sandbox is null");
    requireNonNull(retention, "retention is null");
    requireNonNull(visits, "visits is null");
    requireNonNull(log, "log is null");
    requireNonNull(report, "report is null");
  }

  /// Every setting, for help.
  public static List<SettingDescription> descriptions() {
    return List.copyOf(SettingKeys.all());
  }

  /// Where a SendGrid account lives.
  public enum Region {
    GLOBAL,
    EU
  }

  /// Without `url` and `host` the database is the embedded one in `stateDir`. The toString of a URL
  /// with a password would show it: never log this.
  public record DatabaseSection(
      Optional<String> url,
      Optional<String> host,
      Optional<Integer> port,
      Optional<String> name,
      Optional<String> user,
      Optional<Secret> password,
      Path stateDir) {
    @Override
    public String toString() {
      return "DatabaseSection[stateDir=" + stateDir + ", …]";
    }
  }

  public record SendGridSection(
      Optional<Secret> apiKey,
      URI url,
      Region region,
      Optional<String> subuser,
      Duration connectTimeout,
      Duration timeout) {}

  public record SendSection(
      int batchSize,
      int concurrency,
      Duration lease,
      Duration maxWait,
      int breakerFaults,
      Duration breakerPause) {}

  /// Whether the provider's logs settle doubts, and how old those must be.
  public record DoubtSection(boolean proveAbsence, Duration after) {}

  /// Which emails go out in two steps, and what is too bad for the second.
  public record CanarySection(
      Share share,
      int minAudience,
      Share bounces,
      Share blocks,
      Share complaints,
      Duration minWait,
      Duration maxWait) {}

  /// When a domain that blocks us gets no mail for a while.
  public record PaceSection(int blocks, Duration reputation, Duration volume) {}

  /// The waits before each further try, by the class of the block; an empty list: no further try.
  public record RetrySection(
      List<Duration> technical,
      List<Duration> unclassified,
      List<Duration> volume,
      List<Duration> mailbox,
      List<Duration> reputation,
      List<Duration> content,
      List<Duration> address,
      List<Duration> expired,
      Duration jitter) {}

  public record SweepSection(int limit, Duration maxLateness) {}

  public record ServeSection(Duration sendEvery, Duration retryEvery, Duration drain) {}

  /// What a webhook post must show.
  public enum Verify {
    SIGNATURE,
    OAUTH,
    BOTH,
    OFF
  }

  /// Whose tokens are taken, where `Verify` asks for one.
  public record OAuthSection(
      Optional<String> issuer,
      Optional<URI> jwksUrl,
      Optional<String> audience,
      Optional<String> scope) {}

  /// `keys` are the base64 of X.509 public keys; `maxBody` and `maxMemory` are in bytes.
  public record WebhookSection(
      List<String> keys,
      Verify verify,
      int maxBody,
      long maxMemory,
      Duration maxAge,
      Duration maxAhead,
      int workers,
      OAuthSection oauth) {
    public WebhookSection {
      keys = List.copyOf(keys);
    }
  }

  /// When what SendGrid owes of an accepted message is late.
  public record RadarSection(Duration processedLate, Duration finalLate) {}

  /// Where the public listener is, whose word about clients counts there, and how much each may
  /// ask.
  public record PublicSection(
      String host,
      int port,
      URI url,
      List<Cidr> trustedProxies,
      TrustedProxies.Header forwardedHeader,
      Optional<Rate> pageLimit,
      Optional<Rate> refusedLimit) {
    public PublicSection {
      trustedProxies = List.copyOf(trustedProxies);
    }
  }

  public record AdminSection(String host, int port, Optional<Secret> token) {}

  public record SandboxSection(int port) {}

  /// How long things are kept; for ever when empty.
  public record RetentionSection(Optional<Duration> posts, Optional<Duration> history) {}

  public record VisitsSection(List<String> machineAgents, Duration tooSoon) {
    public VisitsSection {
      machineAgents = List.copyOf(machineAgents);
    }
  }

  /// When the report of a day is mailed, and to whom; who sends reports, and in which zone days are
  /// counted, where it is said.
  public record ReportSection(
      Optional<LocalTime> dailyAt,
      List<String> mailTo,
      Optional<String> mailFrom,
      Optional<ZoneId> timeZone) {
    public ReportSection {
      mailTo = List.copyOf(mailTo);
    }
  }
}
