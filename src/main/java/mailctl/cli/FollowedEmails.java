package mailctl.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mailctl.campaign.ScheduleChange;
import mailctl.campaign.ScheduledEmailStatus;

/// What became of emails whose event changed.
final class FollowedEmails {
  enum Kind {
    RELEASED,
    PAUSED,
    HELD,
    MOVED,
    CHANGED
  }

  private FollowedEmails() {}

  static Kind kind(ScheduleChange change) {
    ScheduledEmailStatus before = change.before().status();
    ScheduledEmailStatus after = change.after().status();
    if (before != after) {
      return switch (after) {
        case PAUSED -> Kind.PAUSED;
        case HELD -> Kind.HELD;
        case SCHEDULED, ACTIVE, SENDING -> Kind.RELEASED;
        case SENT, FAILED, CANCELLED -> Kind.CHANGED;
      };
    }
    return change.before().dueAt().equals(change.after().dueAt()) ? Kind.CHANGED : Kind.MOVED;
  }

  /// "; scheduled emails: 2 moved, 1 paused".
  static String summary(List<ScheduleChange> changes) {
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    changes.forEach(change -> counts.merge(kind(change), 1, Integer::sum));
    StringBuilder words = new StringBuilder();
    counts.forEach(
        (kind, count) ->
            words
                .append(words.isEmpty() ? "; scheduled emails: " : ", ")
                .append(count)
                .append(' ')
                .append(kind.name().toLowerCase(Locale.ROOT)));
    return words.toString();
  }
}
