package mailctl.delivery;

import java.util.Locale;
import java.util.Optional;
import mailctl.provider.DropCause;
import mailctl.provider.EventFingerprint;
import mailctl.provider.ProviderEvent;
import mailctl.suppression.Scope;
import mailctl.suppression.Suppression;
import mailctl.suppression.SuppressionReason;
import mailctl.suppression.SuppressionSource;

/// Which provider events mean that an address must not be mailed again. A block never does: it says
/// nothing against the address.
final class SuppressionDecision {
  private SuppressionDecision() {}

  /// @param email the attempt's address, which the event's own has been checked against
  /// @param groupScope how far an opt-out from one of SendGrid's groups reaches
  static Optional<Suppression> of(ProviderEvent event, String email, Scope groupScope) {
    return reason(event)
        .map(
            reason ->
                new Suppression(
                    email.toLowerCase(Locale.ROOT),
                    event instanceof ProviderEvent.GroupUnsubscribed
                        ? groupScope
                        : new Scope.Global(),
                    reason,
                    SuppressionSource.PROVIDER_EVENT,
                    "provider event " + EventFingerprint.of(event),
                    event.origin().occurredAt()));
  }

  /// Whether the person themselves said so, about whatever mail: honoured even when the mail was not
  /// ours.
  static boolean isWish(ProviderEvent event) {
    return event instanceof ProviderEvent.Unsubscribed
        || event instanceof ProviderEvent.SpamReported;
  }

  private static Optional<SuppressionReason> reason(ProviderEvent event) {
    return switch (event) {
      case ProviderEvent.Bounced _ -> Optional.of(SuppressionReason.HARD_BOUNCE);
      case ProviderEvent.Dropped dropped -> reason(dropped.cause());
      case ProviderEvent.SpamReported _ -> Optional.of(SuppressionReason.SPAM_REPORT);
      case ProviderEvent.Unsubscribed _, ProviderEvent.GroupUnsubscribed _ ->
          Optional.of(SuppressionReason.UNSUBSCRIBED);
      case ProviderEvent.Processed _,
          ProviderEvent.Deferred _,
          ProviderEvent.Delivered _,
          ProviderEvent.Blocked _,
          ProviderEvent.GroupResubscribed _,
          ProviderEvent.Opened _,
          ProviderEvent.Clicked _,
          ProviderEvent.AccountStatusChanged _,
          ProviderEvent.Unrecognized _ ->
          Optional.empty();
    };
  }

  private static Optional<SuppressionReason> reason(DropCause cause) {
    return switch (cause) {
      case BOUNCED_ADDRESS -> Optional.of(SuppressionReason.HARD_BOUNCE);
      case UNSUBSCRIBED_ADDRESS -> Optional.of(SuppressionReason.UNSUBSCRIBED);
      case SPAM_REPORTING_ADDRESS -> Optional.of(SuppressionReason.SPAM_REPORT);
      case INVALID_ADDRESS -> Optional.of(SuppressionReason.INVALID);
      case SPAM_CONTENT, INVALID_HEADER, OVER_QUOTA, OTHER -> Optional.empty();
    };
  }
}
