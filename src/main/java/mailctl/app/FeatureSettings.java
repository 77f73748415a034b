package mailctl.app;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.DatabaseOptions;
import mailctl.database.DatabaseSettings;
import mailctl.delivery.CanaryPolicy;
import mailctl.delivery.GateSettings;
import mailctl.delivery.PacePolicy;
import mailctl.delivery.RetryPolicy;
import mailctl.delivery.SendSettings;
import mailctl.delivery.VisitJudge;
import mailctl.http.Doors;
import mailctl.http.TrustedProxies;
import mailctl.http.VerificationPolicy;
import mailctl.inspect.RadarThresholds;
import mailctl.provider.BounceClass;
import mailctl.sendgrid.SendGridSettings;
import mailctl.webhook.TokenPolicy;

/// The settings in the words of the features that they are for.
final class FeatureSettings {
  private static final Duration BREAKER_LONGEST = Duration.ofMinutes(5);

  /// A change of the gate or a budget counts within this time.
  private static final Duration GATE_FRESH = Duration.ofMillis(100);

  private FeatureSettings() {}

  static DatabaseSettings database(Settings.DatabaseSection section) {
    return DatabaseSettings.of(
        new DatabaseOptions(
            section.url(),
            section.user(),
            section.password().map(Secret::value),
            section.host(),
            section.port().map(String::valueOf),
            section.name(),
            section.stateDir()));
  }

  static SendGridSettings sendGrid(Settings settings, Secret apiKey) {
    Settings.SendGridSection section = settings.sendgrid();
    return new SendGridSettings(
        apiKey.value(),
        section.url(),
        switch (section.region()) {
          case GLOBAL -> SendGridSettings.Region.GLOBAL;
          case EU -> SendGridSettings.Region.EU;
        },
        section.subuser(),
        section.connectTimeout(),
        section.timeout(),
        settings.send().concurrency());
  }

  static Doors doors(Settings.PublicSection section) {
    return new Doors(
        new TrustedProxies(section.trustedProxies(), section.forwardedHeader()),
        section.pageLimit(),
        section.refusedLimit());
  }

  static VerificationPolicy verification(Settings.WebhookSection section) {
    return new VerificationPolicy(
        switch (section.verify()) {
          case SIGNATURE -> VerificationPolicy.Mode.SIGNATURE;
          case OAUTH -> VerificationPolicy.Mode.OAUTH;
          case BOTH -> VerificationPolicy.Mode.BOTH;
          case OFF -> VerificationPolicy.Mode.OFF;
        },
        section.keys(),
        section.maxAge(),
        section.maxAhead(),
        tokens(section.oauth()));
  }

  /// Empty unless all that is needed is there.
  static Optional<TokenPolicy> tokens(Settings.OAuthSection oauth) {
    return oauth.issuer().isPresent() && oauth.jwksUrl().isPresent() && oauth.audience().isPresent()
        ? Optional.of(
            new TokenPolicy(
                oauth.issuer().get(), oauth.jwksUrl().get(), oauth.audience().get(), oauth.scope()))
        : Optional.empty();
  }

  static SendSettings send(Settings settings) {
    return new SendSettings(
        settings.send().batchSize(),
        settings.send().concurrency(),
        settings.send().lease(),
        settings.sendgrid().timeout(),
        gate(settings.send()));
  }

  private static GateSettings gate(Settings.SendSection send) {
    Duration longest =
        send.breakerPause().compareTo(BREAKER_LONGEST) > 0 ? send.breakerPause() : BREAKER_LONGEST;
    return new GateSettings(send.breakerFaults(), send.breakerPause(), longest, GATE_FRESH);
  }

  static RadarThresholds radar(Settings.RadarSection radar) {
    return new RadarThresholds(radar.processedLate(), radar.finalLate());
  }

  static VisitJudge visits(Settings.VisitsSection visits) {
    return new VisitJudge(visits.machineAgents(), visits.tooSoon());
  }

  static CanaryPolicy canary(Settings.CanarySection canary) {
    return new CanaryPolicy(
        canary.share(),
        canary.minAudience(),
        canary.bounces(),
        canary.blocks(),
        canary.complaints(),
        canary.minWait(),
        canary.maxWait());
  }

  static PacePolicy pace(Settings.PaceSection pace) {
    return new PacePolicy(pace.blocks(), pace.reputation(), pace.volume());
  }

  static RetryPolicy retry(Settings.RetrySection retry) {
    Map<BounceClass, List<Duration>> ladders =
        Map.of(
            BounceClass.TECHNICAL, retry.technical(),
            BounceClass.UNCLASSIFIED, retry.unclassified(),
            BounceClass.VOLUME, retry.volume(),
            BounceClass.MAILBOX_UNAVAILABLE, retry.mailbox(),
            BounceClass.REPUTATION, retry.reputation(),
            BounceClass.CONTENT, retry.content(),
            BounceClass.INVALID_ADDRESS, retry.address());
    return new RetryPolicy(ladders, Optional.of(retry.expired()), retry.jitter());
  }
}
