package mailctl.provider;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// What a webhook can be told to report.
public enum ReportedEvent {
  PROCESSED(true),
  DEFERRED(true),
  DELIVERED(true),
  BOUNCE(true),
  DROPPED(true),
  SPAM_REPORT(true),
  UNSUBSCRIBE(true),
  GROUP_UNSUBSCRIBE(true),
  GROUP_RESUBSCRIBE(true),
  OPEN(false),
  CLICK(false);

  private final boolean needed;

  ReportedEvent(boolean needed) {
    this.needed = needed;
  }

  /// Without these a status or a suppression is wrong; without the others only figures are missing.
  public boolean isNeeded() {
    return needed;
  }

  public static Set<ReportedEvent> all() {
    return EnumSet.copyOf(Arrays.asList(values()));
  }
}
