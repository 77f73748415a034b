package mailctl.backfill;

import java.util.Optional;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderEvent.Origin;
import mailctl.provider.ProviderRecords.ListEntry;
import mailctl.suppression.SuppressionReason;

/// What an entry of a suppression list means, in the words of the webhook and in our own.
final class ListEvents {
  private ListEvents() {}

  /// The event that put the address there. `reference` is of the message, if that is known.
  static ProviderEvent event(ListEntry entry, Optional<String> reference) {
    Origin origin =
        new Origin(
            entry.createdAt(),
            entry.email(),
            reference,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return switch (entry.list()) {
      case BOUNCES ->
          new ProviderEvent.Bounced(
              origin,
              entry.smtpStatus().startsWith("5.1.")
                  ? BounceClass.INVALID_ADDRESS
                  : BounceClass.UNCLASSIFIED,
              entry.smtpStatus(),
              entry.reason());
      case BLOCKS ->
          new ProviderEvent.Blocked(
              origin,
              entry.smtpStatus().matches("[45]\\.2\\.2")
                  ? BounceClass.MAILBOX_UNAVAILABLE
                  : BounceClass.UNCLASSIFIED,
              entry.smtpStatus(),
              entry.reason());
      case INVALID_EMAILS ->
          new ProviderEvent.Dropped(
              origin, DropCause.INVALID_ADDRESS, "Invalid Address: " + entry.reason());
      case SPAM_REPORTS -> new ProviderEvent.SpamReported(origin);
      case UNSUBSCRIBES -> new ProviderEvent.Unsubscribed(origin);
    };
  }

  /// Empty for a block, which says nothing against the address.
  static Optional<SuppressionReason> reason(ListEntry entry) {
    return switch (entry.list()) {
      case BOUNCES -> Optional.of(SuppressionReason.HARD_BOUNCE);
      case BLOCKS -> Optional.empty();
      case INVALID_EMAILS -> Optional.of(SuppressionReason.INVALID);
      case SPAM_REPORTS -> Optional.of(SuppressionReason.SPAM_REPORT);
      case UNSUBSCRIBES -> Optional.of(SuppressionReason.UNSUBSCRIBED);
    };
  }
}
