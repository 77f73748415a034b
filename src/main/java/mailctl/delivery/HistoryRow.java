package mailctl.delivery;

import static mailctl.database.SqlEnum.word;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
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

  /// What was reported, as far as the history keeps it: without the references by which it found
  /// its attempt.
  ProviderEvent event() {
    ProviderEvent.Origin origin =
        new ProviderEvent.Origin(
            occurredAt,
            email,
            Optional.empty(),
            Optional.empty(),
            Optional.ofNullable(providerEventId),
            Optional.ofNullable(messageId));
    return switch (type) {
      case "processed" -> new ProviderEvent.Processed(origin);
      case "deferred" -> new ProviderEvent.Deferred(origin, text(reason), "");
      case "delivered" -> new ProviderEvent.Delivered(origin, text(reason));
      case "blocked" ->
          new ProviderEvent.Blocked(origin, bounceClass(), text(smtpStatus), text(reason));
      case "bounced" ->
          new ProviderEvent.Bounced(origin, bounceClass(), text(smtpStatus), text(reason));
      case "dropped" ->
          new ProviderEvent.Dropped(origin, DropCause.valueOf(upper(detail)), text(reason));
      case "spam_reported" -> new ProviderEvent.SpamReported(origin);
      case "unsubscribed" -> new ProviderEvent.Unsubscribed(origin);
      case "group_unsubscribed" -> new ProviderEvent.GroupUnsubscribed(origin, groupId());
      case "group_resubscribed" -> new ProviderEvent.GroupResubscribed(origin, groupId());
      case "opened" -> new ProviderEvent.Opened(origin, Boolean.TRUE.equals(machine), visit());
      case "clicked" -> new ProviderEvent.Clicked(origin, text(url), "", visit());
      case "account_status_changed" -> new ProviderEvent.AccountStatusChanged(origin, text(reason));
      default -> new ProviderEvent.Unrecognized(origin, type);
    };
  }

  private BounceClass bounceClass() {
    return BounceClass.valueOf(upper(detail));
  }

  private OptionalLong groupId() {
    return group == null ? OptionalLong.empty() : OptionalLong.of(group);
  }

  private ProviderEvent.Visit visit() {
    return new ProviderEvent.Visit(text(userAgent), text(ip));
  }

  private static String upper(@Nullable String word) {
    return text(word).toUpperCase(Locale.ROOT);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Particulars particulars(ProviderEvent event) {
    return switch (event) {
      case ProviderEvent.Deferred deferred -> Particulars.said(null, deferred.response(), null);
      case ProviderEvent.Delivered delivered -> Particulars.said(null, delivered.response(), null);
      case ProviderEvent.Blocked blocked ->
          Particulars.said(word(blocked.bounceClass()), blocked.reason(), blocked.smtpStatus());
      case ProviderEvent.Bounced bounced ->
          Particulars.said(word(bounced.bounceClass()), bounced.reason(), bounced.smtpStatus());
      case ProviderEvent.Dropped dropped ->
          Particulars.said(word(dropped.cause()), dropped.reason(), null);
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
}
