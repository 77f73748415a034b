package mailctl.provider;

/// The names of provider events in SQL, JSON and tables.
public final class ProviderEventType {
  private ProviderEventType() {}

  public static String of(ProviderEvent event) {
    return switch (event) {
      case ProviderEvent.Processed _ -> "processed";
      case ProviderEvent.Deferred _ -> "deferred";
      case ProviderEvent.Delivered _ -> "delivered";
      case ProviderEvent.Blocked _ -> "blocked";
      case ProviderEvent.Bounced _ -> "bounced";
      case ProviderEvent.Dropped _ -> "dropped";
      case ProviderEvent.SpamReported _ -> "spam_reported";
      case ProviderEvent.Unsubscribed _ -> "unsubscribed";
      case ProviderEvent.GroupUnsubscribed _ -> "group_unsubscribed";
      case ProviderEvent.GroupResubscribed _ -> "group_resubscribed";
      case ProviderEvent.Opened _ -> "opened";
      case ProviderEvent.Clicked _ -> "clicked";
      case ProviderEvent.AccountStatusChanged _ -> "account_status_changed";
      case ProviderEvent.Unrecognized unrecognized -> unrecognized.type();
    };
  }
}
