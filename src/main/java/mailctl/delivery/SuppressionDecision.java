package mailctl.delivery;

import java.util.Locale;
import java.util.Optional;
import mailctl.provider.EventFingerprint;
import mailctl.provider.ProviderEvent;
import mailctl.suppression.Scope;
import mailctl.suppression.Suppression;
import mailctl.suppression.SuppressionReason;
import mailctl.suppression.SuppressionSource;

/// Which provider events are a person's wish not to be mailed again. What bounces and drops mean is
/// the bounce policy's business.
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

  /// Whether the person themselves said so, about whatever mail: honoured even when the mail was
  /// not ours.
  static boolean isWish(ProviderEvent event) {
    return event instanceof ProviderEvent.Unsubscribed
        || event instanceof ProviderEvent.SpamReported;
  }

  private static Optional<SuppressionReason> reason(ProviderEvent event) {
    return switch (event) {
      case ProviderEvent.SpamReported _ -> Optional.of(SuppressionReason.SPAM_REPORT);
      case ProviderEvent.Unsubscribed _, ProviderEvent.GroupUnsubscribed _ ->
          Optional.of(SuppressionReason.UNSUBSCRIBED);
      case ProviderEvent.Bounced _,
          ProviderEvent.Dropped _,
          ProviderEvent.Processed _,
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
}
