package mailctl.delivery;

import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;
import mailctl.provider.EventFingerprint;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderEventType;
import org.jspecify.annotations.Nullable;

/// A provider event as a row of the history; what a type of event does not have is null.
record HistoryRow(
    Instant occurredAt,
    UUID fingerprint,
    String type,
    @Nullable Long deliveryId,
    @Nullable Long attemptId,
    String email,
    @Nullable String detail,
    @Nullable String reason,
    @Nullable String smtpStatus,
    @Nullable String url,
    @Nullable String userAgent,
    @Nullable String ip,
    @Nullable Boolean machine,
    @Nullable Long group,
    @Nullable String providerEventId,
    @Nullable String messageId,
    @Nullable Long postId,
    Instant receivedAt) {
  /// What the types have beside the origin.
  private record Particulars(
      @Nullable String detail,
      @Nullable String reason,
      @Nullable String smtpStatus,
      @Nullable String url,
      ProviderEvent.@Nullable Visit visit,
      @Nullable Boolean machine,
      @Nullable Long group) {
    static Particulars none() {
      return new Particulars(null, null, null, null, null, null, null);
    }

    static Particulars said(@Nullable String detail, String reason, @Nullable String smtpStatus) {
      return new Particulars(detail, reason, smtpStatus, null, null, null, null);
    }

    static Particulars group(OptionalLong group) {
      Long id = group.isPresent() ? group.getAsLong() : null;
      return new Particulars(null, null, null, null, null, null, id);
    }
  }

  /// @param attempt whose it is, or null for an opt-out from mail that is not ours
  static HistoryRow of(ReceivedEvent received, @Nullable MatchedAttempt attempt) {
    ProviderEvent event = received.event();
    ProviderEvent.Origin origin = event.origin();
    Particulars particulars = particulars(event);
    return new HistoryRow(
        origin.occurredAt(),
        EventFingerprint.of(event),
        ProviderEventType.of(event),
        attempt == null ? null : attempt.delivery().value(),
        attempt == null ? null : attempt.id(),
        origin.email().toLowerCase(Locale.ROOT),
        particulars.detail(),
        particulars.reason(),
        particulars.smtpStatus(),
        particulars.url(),
        particulars.visit() == null ? null : particulars.visit().userAgent(),
        particulars.visit() == null ? null : particulars.visit().ip(),
        particulars.machine(),
        particulars.group(),
        origin.providerEventId().orElse(null),
        origin.fullMessageId().orElse(null),
        received.postId(),
        received.receivedAt());
  }

  HistoryStore.Key key() {
    return new HistoryStore.Key(occurredAt, fingerprint);
  }

  private static Particulars particulars(ProviderEvent event) {
    return switch (event) {
      case ProviderEvent.Deferred deferred -> Particulars.said(null, deferred.response(), null);
      case ProviderEvent.Delivered delivered -> Particulars.said(null, delivered.response(), null);
      case ProviderEvent.Blocked blocked ->
          Particulars.said(lower(blocked.bounceClass()), blocked.reason(), blocked.smtpStatus());
      case ProviderEvent.Bounced bounced ->
          Particulars.said(lower(bounced.bounceClass()), bounced.reason(), bounced.smtpStatus());
      case ProviderEvent.Dropped dropped ->
          Particulars.said(lower(dropped.cause()), dropped.reason(), null);
      case ProviderEvent.GroupUnsubscribed group -> Particulars.group(group.group());
      case ProviderEvent.GroupResubscribed group -> Particulars.group(group.group());
      case ProviderEvent.Opened opened ->
          new Particulars(null, null, null, null, opened.visit(), opened.machine(), null);
      case ProviderEvent.Clicked clicked ->
          new Particulars(null, null, null, clicked.url(), clicked.visit(), null, null);
      case ProviderEvent.AccountStatusChanged account ->
          Particulars.said(null, account.change(), null);
      case ProviderEvent.Processed _,
          ProviderEvent.SpamReported _,
          ProviderEvent.Unsubscribed _,
          ProviderEvent.Unrecognized _ ->
          Particulars.none();
    };
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
