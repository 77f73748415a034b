package mailctl.campaign;

import java.util.Locale;

/// Where a scheduled email stands. `ACTIVE` is a standing one that registrations trigger.
public enum ScheduledEmailStatus {
  PAUSED,
  SCHEDULED,
  ACTIVE,
  SENDING,
  HELD,
  SENT,
  FAILED,
  CANCELLED;

  /// As it is stored and shown.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Nothing is sent any more but, perhaps, retries.
  public boolean isFinal() {
    return this == SENT || this == FAILED || this == CANCELLED;
  }

  static ScheduledEmailStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
