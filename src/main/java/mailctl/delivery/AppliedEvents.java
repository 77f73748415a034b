package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/// What became of a batch of provider events. `unapplied` are those to keep and look at again.
public record AppliedEvents(
    int applied,
    int duplicates,
    int otherInstallation,
    int notAboutAMessage,
    List<Unapplied> unapplied) {
  public static final AppliedEvents NOTHING = new AppliedEvents(0, 0, 0, 0, List.of());

  /// Why an event has no delivery to go to, or no place in the history.
  public enum Reason {
    UNMATCHED,
    ADDRESS_MISMATCH,
    UNKNOWN_DELIVERY,
    OLDER_THAN_RETENTION
  }

  public record Unapplied(ReceivedEvent event, Reason reason, String detail) {
    public Unapplied {
      requireNonNull(event, "event is null");
      requireNonNull(reason, "reason is null");
      requireNonNull(detail, "detail is null");
    }
  }

  public AppliedEvents {
    unapplied = List.copyOf(unapplied);
  }

  public AppliedEvents plus(AppliedEvents other) {
    List<Unapplied> all = new ArrayList<>(unapplied);
    all.addAll(other.unapplied);
    return new AppliedEvents(
        applied + other.applied,
        duplicates + other.duplicates,
        otherInstallation + other.otherInstallation,
        notAboutAMessage + other.notAboutAMessage,
        all);
  }
}
