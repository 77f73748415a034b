package mailctl.app;

import mailctl.log.LogPlan;

/// Builds the record tree, in the order in which people see the keys, and checks what concerns
/// several keys at once.
final class SettingsTree {
  private SettingsTree() {}

  static Settings of(SettingsResolution from) {
    Settings settings =
        new Settings(
            database(from),
            sendgrid(from),
            send(from),
            new Settings.DoubtSection(
                from.get(SettingKeys.SEND_PROVE_ABSENCE),
                from.get(SettingKeys.SEND_PROVE_ABSENCE_AFTER)),
            canary(from),
            retry(from),
            new Settings.PaceSection(
                from.get(SettingKeys.PACE_BLOCKS),
                from.get(SettingKeys.PACE_REPUTATION),
                from.get(SettingKeys.PACE_VOLUME)),
            new Settings.SweepSection(
                from.get(SettingKeys.SWEEP_LIMIT), from.get(SettingKeys.SWEEP_MAX_LATENESS)),
            new Settings.ServeSection(
                from.get(SettingKeys.SERVE_SEND_EVERY),
                from.get(SettingKeys.SERVE_RETRY_EVERY),
                from.get(SettingKeys.SERVE_DRAIN)),
            webhook(from),
            new Settings.RadarSection(
                from.get(SettingKeys.RADAR_PROCESSED_LATE), from.get(SettingKeys.RADAR_FINAL_LATE)),
            new Settings.PublicSection(
                from.get(SettingKeys.PUBLIC_HOST),
                from.get(SettingKeys.PUBLIC_PORT),
                from.get(SettingKeys.PUBLIC_URL),
                from.get(SettingKeys.PUBLIC_TRUSTED_PROXIES),
                from.get(SettingKeys.PUBLIC_FORWARDED_HEADER),
                from.get(SettingKeys.PUBLIC_PAGE_LIMIT),
                from.get(SettingKeys.PUBLIC_REFUSED_LIMIT)),
            new Settings.AdminSection(
                from.get(SettingKeys.ADMIN_HOST),
                from.get(SettingKeys.ADMIN_PORT),
                from.get(SettingKeys.ADMIN_TOKEN)),
            new Settings.SandboxSection(from.get(SettingKeys.SANDBOX_PORT)),
            new Settings.RetentionSection(
                from.get(SettingKeys.RETENTION_POSTS), from.get(SettingKeys.RETENTION_HISTORY)),
            new Settings.VisitsSection(
                from.get(SettingKeys.VISITS_MACHINE_AGENTS), from.get(SettingKeys.VISITS_TOO_SOON)),
            new LogPlan(
                from.get(SettingKeys.LOG_FORMAT),
                from.get(SettingKeys.LOG_LEVEL),
                from.get(SettingKeys.LOG_LEVELS)),
            new Settings.ReportSection(
                from.get(SettingKeys.REPORT_DAILY_AT),
                from.get(SettingKeys.REPORT_MAIL_TO),
                from.get(SettingKeys.REPORT_MAIL_FROM),
                from.get(SettingKeys.REPORT_TIME_ZONE)));
    if (settings.report().dailyAt().isPresent() && settings.report().mailTo().isEmpty()) {
      from.problem("report.daily-at: needs report.mail-to");
    }
    // A claim must outlive the call that it covers, or someone else takes the work meanwhile.
    if (settings.send().lease().compareTo(settings.sendgrid().timeout()) <= 0) {
      from.problem("send.lease: must be longer than sendgrid.timeout");
    }
    Settings.WebhookSection webhook = settings.webhook();
    boolean wantsToken =
        webhook.verify() == Settings.Verify.OAUTH || webhook.verify() == Settings.Verify.BOTH;
    if (wantsToken && FeatureSettings.tokens(webhook.oauth()).isEmpty()) {
      from.problem(
          "webhook.verify: oauth needs webhook.oauth.issuer, webhook.oauth.jwks-url and"
              + " webhook.oauth.audience");
    }
    return settings;
  }

  private static Settings.DatabaseSection database(SettingsResolution from) {
    return new Settings.DatabaseSection(
        from.get(SettingKeys.DATABASE_URL),
        from.get(SettingKeys.DATABASE_HOST),
        from.get(SettingKeys.DATABASE_PORT),
        from.get(SettingKeys.DATABASE_NAME),
        from.get(SettingKeys.DATABASE_USER),
        from.get(SettingKeys.DATABASE_PASSWORD),
        from.get(SettingKeys.STATE_DIR));
  }

  private static Settings.SendGridSection sendgrid(SettingsResolution from) {
    return new Settings.SendGridSection(
        from.get(SettingKeys.SENDGRID_API_KEY),
        from.get(SettingKeys.SENDGRID_URL),
        from.get(SettingKeys.SENDGRID_REGION),
        from.get(SettingKeys.SENDGRID_SUBUSER),
        from.get(SettingKeys.SENDGRID_CONNECT_TIMEOUT),
        from.get(SettingKeys.SENDGRID_TIMEOUT));
  }

  private static Settings.SendSection send(SettingsResolution from) {
    return new Settings.SendSection(
        from.get(SettingKeys.SEND_BATCH_SIZE),
        from.get(SettingKeys.SEND_CONCURRENCY),
        from.get(SettingKeys.SEND_LEASE),
        from.get(SettingKeys.SEND_MAX_WAIT),
        from.get(SettingKeys.SEND_BREAKER_FAULTS),
        from.get(SettingKeys.SEND_BREAKER_PAUSE));
  }

  private static Settings.CanarySection canary(SettingsResolution from) {
    return new Settings.CanarySection(
        from.get(SettingKeys.SEND_CANARY),
        from.get(SettingKeys.SEND_CANARY_MIN),
        from.get(SettingKeys.SEND_CANARY_BOUNCES),
        from.get(SettingKeys.SEND_CANARY_BLOCKS),
        from.get(SettingKeys.SEND_CANARY_COMPLAINTS),
        from.get(SettingKeys.SEND_CANARY_MIN_WAIT),
        from.get(SettingKeys.SEND_CANARY_MAX_WAIT));
  }

  private static Settings.RetrySection retry(SettingsResolution from) {
    return new Settings.RetrySection(
        from.get(SettingKeys.RETRY_TECHNICAL),
        from.get(SettingKeys.RETRY_UNCLASSIFIED),
        from.get(SettingKeys.RETRY_VOLUME),
        from.get(SettingKeys.RETRY_MAILBOX),
        from.get(SettingKeys.RETRY_REPUTATION),
        from.get(SettingKeys.RETRY_CONTENT),
        from.get(SettingKeys.RETRY_ADDRESS),
        from.get(SettingKeys.RETRY_EXPIRED),
        from.get(SettingKeys.RETRY_JITTER));
  }

  private static Settings.WebhookSection webhook(SettingsResolution from) {
    int maxBody = from.get(SettingKeys.WEBHOOK_MAX_BODY);
    return new Settings.WebhookSection(
        from.get(SettingKeys.WEBHOOK_KEYS),
        from.get(SettingKeys.WEBHOOK_VERIFY),
        maxBody,
        // One body always fits, however small the heap.
        Math.max(from.get(SettingKeys.WEBHOOK_MAX_MEMORY), maxBody),
        from.get(SettingKeys.WEBHOOK_MAX_AGE),
        from.get(SettingKeys.WEBHOOK_MAX_AHEAD),
        from.get(SettingKeys.WEBHOOK_WORKERS),
        new Settings.OAuthSection(
            from.get(SettingKeys.WEBHOOK_OAUTH_ISSUER),
            from.get(SettingKeys.WEBHOOK_OAUTH_JWKS_URL),
            from.get(SettingKeys.WEBHOOK_OAUTH_AUDIENCE),
            from.get(SettingKeys.WEBHOOK_OAUTH_SCOPE)));
  }
}
